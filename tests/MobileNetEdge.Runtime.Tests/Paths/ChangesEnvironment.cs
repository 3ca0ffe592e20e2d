namespace MobileNetEdge.Runtime.Tests.Paths;

/// <summary>Tests that change the process: they run while no other test does.</summary>
[CollectionDefinition("environment", DisableParallelization = true)]
public sealed class ChangesEnvironment;

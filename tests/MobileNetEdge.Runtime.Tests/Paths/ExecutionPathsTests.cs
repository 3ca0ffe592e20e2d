using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using MobileNetEdge.Runtime.Kernels;

namespace MobileNetEdge.Runtime.Tests.Paths;

/// <summary>Which path is chosen, and that it can be forced. In a collection of its own, because it sets an environment variable.</summary>
[Collection("environment")]
public sealed class ExecutionPathsTests
{
    /// <summary>A path that is lost by mistake would make every test of it pass.</summary>
    [Fact]
    public void This_processor_has_the_paths_it_must_have()
    {
        List<ExecutionPath> expected = [];
        expected.AddRange(Dp.Arm64.IsSupported ? [ExecutionPath.Dp] : []);
        expected.AddRange(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? [ExecutionPath.AdvSimd] : []);
        expected.AddRange(AvxVnni.IsSupported ? [ExecutionPath.AvxVnni] : []);
        expected.AddRange(Avx2.IsSupported ? [ExecutionPath.Avx2] : []);
        expected.Add(ExecutionPath.Reference);

        Assert.Equal(expected, ExecutionPaths.Available);
        Assert.All(ExecutionPaths.Available, path => Assert.Equal(path == ExecutionPath.Reference, KernelSets.Of(path) is null));
    }

    [Fact]
    public void Reference_is_the_last_resort_everywhere() => Assert.Equal(ExecutionPath.Reference, ExecutionPaths.Available[^1]);

    [Fact]
    public void Every_path_has_a_name_that_parses_back()
    {
        foreach (ExecutionPath path in ExecutionPaths.Available)
        {
            Assert.Equal(path, ExecutionPaths.Parse(ExecutionPaths.NameOf(path)));
            Assert.Equal(path, ExecutionPaths.Parse(ExecutionPaths.NameOf(path).ToUpperInvariant()));
        }
    }

    [Fact]
    public void Unknown_name_is_refused_with_the_names_that_exist()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => ExecutionPaths.Parse("mmx"));

        Assert.Contains("mmx", exception.Message, StringComparison.Ordinal);
        Assert.Contains("reference", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => ExecutionPaths.Parse(null!));
    }

    [Fact]
    public void Path_that_this_machine_lacks_is_refused_by_prepare()
    {
        Model model = Make.Model(new Unary(UnaryFunction.Relu, Make.Int8(new Shape(4)), Make.Int8(new Shape(4))));

        Assert.Throws<ArgumentException>(() => PreparedModel.Prepare(model, new PrepareOptions { Path = (ExecutionPath)99 }));
    }

    [Fact]
    public void Environment_variable_decides_the_default()
    {
        string? before = Environment.GetEnvironmentVariable(ExecutionPaths.EnvironmentVariable);
        try
        {
            Environment.SetEnvironmentVariable(ExecutionPaths.EnvironmentVariable, "reference");
            Assert.Equal(ExecutionPath.Reference, ExecutionPaths.Default);
            Environment.SetEnvironmentVariable(ExecutionPaths.EnvironmentVariable, "");
            Assert.Equal(ExecutionPaths.Available[0], ExecutionPaths.Default);
            Environment.SetEnvironmentVariable(ExecutionPaths.EnvironmentVariable, "mmx");
            Assert.Throws<ArgumentException>(() => ExecutionPaths.Default);
        }
        finally
        {
            Environment.SetEnvironmentVariable(ExecutionPaths.EnvironmentVariable, before);
        }
    }

    [Fact]
    public void Prepared_model_says_which_path_it_runs_on()
    {
        Model model = Make.Model(new Unary(UnaryFunction.Relu, Make.Int8(new Shape(4)), Make.Int8(new Shape(4))));
        using PreparedModel prepared = PreparedModel.Prepare(model, new PrepareOptions { Path = ExecutionPath.Reference });

        Assert.Equal(ExecutionPath.Reference, prepared.Path);
        Assert.All(prepared.Steps, step => Assert.Equal(ExecutionPath.Reference, step.Path));
    }
}

using BenchmarkDotNet.Running;

// dotnet run -c Release --project tests/MobileNetEdge.Benchmarks -- --filter '*Pointwise*'
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);

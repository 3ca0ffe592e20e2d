namespace MobileNetEdge.Tests;

/// <summary>Models, pictures and golden vectors that are too large for the repository, in a folder `shared/data` beside it.</summary>
internal static class SharedData
{
    private const string Variable = "MOBILENET_EDGE_SHARED";

    /// <summary>The folder `shared/data`, or null where there is none.</summary>
    public static string? Root { get; } = Find();

    /// <summary>A file or folder below <see cref="Root"/>; call <see cref="SkipIfAbsent"/> first.</summary>
    public static string Path(params string[] parts) => System.IO.Path.Combine([Root!, .. parts]);

    /// <summary>Skips the test where the data is absent; fails it on a build server, which must have the data.</summary>
    public static void SkipIfAbsent()
    {
        if (Root is not null)
        {
            return;
        }

        const string Reason = $"no folder shared/data above the tests; {Variable} may name the folder that holds data/";
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(Reason);
        }

        Assert.Skip(Reason);
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            string data = System.IO.Path.Combine(named, "data");
            return Directory.Exists(data) ? data : null;
        }

        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string data = System.IO.Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(data))
            {
                return data;
            }
        }

        return null;
    }
}

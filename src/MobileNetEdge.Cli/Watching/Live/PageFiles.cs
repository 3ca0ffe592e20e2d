namespace MobileNetEdge.Cli.Watching.Live;

/// <summary>The page's files, which are inside the program.</summary>
internal sealed class PageFiles
{
    private static readonly (string Path, string Resource, string ContentType)[] Known =
    [
        ("/", "live/page.html", "text/html; charset=utf-8"),
        ("/page.css", "live/page.css", "text/css; charset=utf-8"),
        ("/page.js", "live/page.js", "text/javascript; charset=utf-8"),
        ("/icon.svg", "live/icon.svg", "image/svg+xml"),
    ];

    private readonly byte[][] _contents = Array.ConvertAll(Known, file => Read(file.Resource));

    /// <summary>Finds a file.</summary>
    public bool TryFind(string? path, out byte[] contents, out string contentType)
    {
        int index = Array.FindIndex(Known, file => file.Path == path);
        (contents, contentType) = index < 0 ? ([], "") : (_contents[index], Known[index].ContentType);
        return index >= 0;
    }

    private static byte[] Read(string name)
    {
        using Stream stream = typeof(PageFiles).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the program lacks its resource {name}");
        byte[] contents = new byte[stream.Length];
        stream.ReadExactly(contents);
        return contents;
    }
}

namespace MobileNetEdge.Cli.Classification;

/// <summary>
/// The model inside the program: a MobileNetV3-Small for 32×32 pictures of CIFAR-10's ten classes. quantizer/README.md says how it was made.
/// </summary>
internal static class DefaultModel
{
    /// <summary>How results name it.</summary>
    public const string Name = "default";

    private const string ResourceName = "default.tflite";

    /// <summary>The size of its .tflite file.</summary>
    public static long ByteCount
    {
        get
        {
            using Stream resource = Open();
            return resource.Length;
        }
    }

    /// <summary>Reads the model with its labels.</summary>
    public static Model Read()
    {
        using Stream resource = Open();
        byte[] file = new byte[resource.Length];
        resource.ReadExactly(file);
        return Model.Read(file);
    }

    private static Stream Open()
    {
        return typeof(DefaultModel).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"the program was built without {ResourceName}");
    }
}

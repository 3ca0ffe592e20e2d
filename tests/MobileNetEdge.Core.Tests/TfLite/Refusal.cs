namespace MobileNetEdge.Core.Tests;

/// <summary>Asserts how a file is refused.</summary>
internal static class Refusal
{
    public static InvalidModelException Invalid(byte[] file, string message)
    {
        InvalidModelException refused = Assert.Throws<InvalidModelException>(() => Model.Read(file));
        Assert.Contains(message, refused.Message);
        return refused;
    }

    public static InvalidModelException Invalid(TinyModel model, string message) => Invalid(model.ToBytes(), message);

    public static UnsupportedModelException Unsupported(TinyModel model, string message)
    {
        UnsupportedModelException refused = Assert.Throws<UnsupportedModelException>(model.Read);
        Assert.Contains(message, refused.Message);
        return refused;
    }

    /// <summary>Asserts that the model's only operator can be listed but not expressed.</summary>
    public static void Unknown(TinyModel model, string name, string reason)
    {
        UnknownOperator unknown = Assert.IsType<UnknownOperator>(Assert.Single(model.Read().Operators));
        Assert.Equal(name, unknown.Name);
        Assert.Contains(reason, unknown.Reason);
        Assert.NotEmpty(unknown.Outputs);
    }
}

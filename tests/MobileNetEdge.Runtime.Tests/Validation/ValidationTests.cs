namespace MobileNetEdge.Runtime.Tests.Validation;

/// <summary>Each rule is enforced with the right exception, and the message names the operator at fault.</summary>
public sealed class ValidationTests
{
    public static TheoryData<string> Rules => [.. BrokenModels.All.Select(broken => broken.Rule)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Broken_rule_is_reported(string rule)
    {
        (_, string named, bool isInvalid, Model model) = BrokenModels.All.Single(broken => broken.Rule == rule);

        Exception exception = isInvalid
            ? Assert.Throws<InvalidModelException>(() => PreparedModel.Prepare(model))
            : Assert.Throws<UnsupportedModelException>(() => PreparedModel.Prepare(model));

        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Model_without_operators_passes_its_input_on()
    {
        Tensor x = Make.Int8(new Shape(3));

        Assert.Equal(new sbyte[] { 1, 2, 3 }, Running.Run(Make.Model([x], [x, x]), new sbyte[] { 1, 2, 3 })[1]);
    }

    [Fact]
    public void Null_model_is_refused() => Assert.Throws<ArgumentNullException>(() => PreparedModel.Prepare(null!));
}

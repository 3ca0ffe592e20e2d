namespace MobileNetEdge.Core.Tests;

/// <summary>The model as a whole: version, subgraphs, operator codes, order of execution.</summary>
public sealed class ModelStructureTests
{
    private readonly TinyModel _model = TinyModel.Convolution();

    [Fact]
    public void Sound_model_is_read()
    {
        using Model model = _model.Read();

        Conv2D conv = Assert.IsType<Conv2D>(Assert.Single(model.Operators));
        Assert.Equal(["input", "weights", "bias", "output"], model.Tensors.Select(tensor => tensor.Name));
        Assert.Same(model.Inputs[0], conv.Input);
        Assert.Same(model.Outputs[0], conv.Output);
        Assert.Equal(FusedActivation.Relu6, conv.Activation);
        Assert.Equal(54, conv.Weights.Data.Length);
        Assert.Equal(ModelMetadata.Empty, model.Metadata);
    }

    [Fact]
    public void Other_schema_version_is_unsupported()
    {
        _model.Root.Set(0, 4u);
        Refusal.Unsupported(_model, "schema version 4; 3 is supported");
    }

    [Fact]
    public void Model_without_subgraph_is_invalid()
    {
        _model.Root.Set(2, null);
        Refusal.Invalid(_model, "found no subgraph");
    }

    [Fact]
    public void Two_subgraphs_are_unsupported()
    {
        _model.Root.Set(2, new List<FlatNode> { _model.Graph, _model.Graph });
        Refusal.Unsupported(_model, "2 subgraphs");
    }

    [Fact]
    public void Model_without_output_is_invalid() => Refusal.Invalid(_model.WithEnds([0], []), "a network without outputs");

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    [InlineData(int.MaxValue)]
    public void Graph_output_that_does_not_exist_is_invalid(int index)
    {
        Refusal.Invalid(_model.WithEnds([0], [index]), $"output of the network: found tensor index {index}, expected 0 to 3");
    }

    [Fact]
    public void Graph_output_that_nothing_writes_is_invalid()
    {
        int orphan = _model.AddTensor("orphan", TinyModel.Int8, [1]);
        Refusal.Invalid(_model.WithEnds([0], [orphan]), "'orphan' (Int8 1) is never written");
    }

    [Fact]
    public void Graph_input_given_twice_is_invalid() => Refusal.Invalid(_model.WithEnds([0, 0], [3]), "a second time");

    [Fact]
    public void Constant_graph_input_is_invalid() => Refusal.Invalid(_model.WithEnds([0, 1], [3]), "which is a constant");

    [Fact]
    public void Activation_written_twice_is_invalid()
    {
        _model.AddOperator(117, [0], [3]);
        Refusal.Invalid(_model, "operator 1 (HARD_SWISH): writes tensor 3 'output' (Int8 1×4×4×3) a second time");
    }

    [Fact]
    public void Written_constant_is_invalid()
    {
        _model.AddOperator(117, [0], [1]);
        Refusal.Invalid(_model, "operator 1 (HARD_SWISH): writes tensor 1 'weights' (Int8 3×3×3×2), which is a constant");
    }

    [Fact]
    public void Activation_read_before_it_is_written_is_invalid()
    {
        _model.Operators[0].Set(1, new[] { 3, 1, 2 });
        Refusal.Invalid(_model, "operator 0 (CONV_2D): reads tensor 3 'output' (Int8 1×4×4×3) before it is written");
    }

    [Fact]
    public void Operator_without_output_is_invalid()
    {
        _model.Operators[0].Set(2, null);
        Refusal.Invalid(_model, "operator 0 (CONV_2D): found no output");
    }

    [Theory]
    [InlineData(1, -2)]
    [InlineData(1, 4)]
    [InlineData(2, -1)]
    [InlineData(2, int.MinValue)]
    public void Tensor_index_out_of_range_is_invalid(int slot, int index)
    {
        _model.Operators[0].Set(slot, new[] { index });
        Refusal.Invalid(_model, $"found tensor index {index}, expected {slot - 2} to 3");
    }

    [Fact]
    public void Operator_code_out_of_range_is_invalid()
    {
        _model.Operators[0].Set(0, 1u);
        Refusal.Invalid(_model, "operator 0: found operator code 1, expected one below 1");
    }

    [Fact]
    public void Constants_read_without_end_are_invalid()
    {
        int large = _model.AddTensor("large", TinyModel.Int8, [1 << 18], new byte[1 << 18]);
        for (int i = 0; i < 32; i++)
        {
            int result = _model.AddTensor($"result {i}", TinyModel.Int8, [1 << 18]);
            _model.AddOperator(117, [large], [result]);
        }

        Refusal.Invalid(_model, "constants read up to here exceed 16 times the file");
    }

    [Fact]
    public void Tensors_that_nothing_uses_are_left_out()
    {
        _model.AddTensor("damaged", TinyModel.String, [0, -1]);
        Assert.Equal(4, _model.Read().Tensors.Length);
    }

    [Theory]
    [InlineData((byte)3, null, "CONV_2D")]
    [InlineData((byte)127, 150, "GELU")]
    [InlineData((byte)0, 203, "DILATE")]
    [InlineData((byte)127, 9999, "BUILTIN_9999")]
    public void Operator_code_is_the_greater_field(byte deprecated, int? code, string name)
    {
        _model.Codes[0].Set(0, deprecated).Set(3, code);
        Assert.Equal(name, _model.Read().Operators[0].Name);
    }

    [Fact]
    public void Custom_operator_is_listed_by_its_own_name()
    {
        _model.Codes[0].Set(0, (byte)32).Set(1, "TFLite_Other").Set(3, 32);
        Refusal.Unknown(_model, "TFLite_Other", "not supported");
    }

    [Fact]
    public void Unknown_operator_lists_the_inputs_that_are_there()
    {
        _model.Codes[0].Set(0, (byte)67).Set(3, 67);
        _model.Operators[0].Set(1, new[] { -1, 0, 1 });
        Operator unknown = _model.Read().Operators[0];
        Assert.Equal(["input", "weights"], unknown.Inputs.Select(tensor => tensor.Name));
    }
}

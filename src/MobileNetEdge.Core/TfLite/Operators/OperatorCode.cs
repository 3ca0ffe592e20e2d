namespace MobileNetEdge.TfLite;

/// <summary>What an operator is: the schema's code and a name.</summary>
/// <param name="Builtin">The code; <see cref="BuiltinOperator.Custom"/> for custom operators.</param>
/// <param name="Name">The schema's name, or a custom operator's own.</param>
internal readonly record struct OperatorCode(BuiltinOperator Builtin, string Name)
{
    private const int Size = 16;

    /// <summary>Reads the model's table of codes.</summary>
    public static OperatorCode[] ReadAll(FlatTable model)
    {
        FlatVector vector = model.Vector(ModelSlots.OperatorCodes, sizeof(uint));
        model.Charge((long)vector.Count * Size);
        OperatorCode[] codes = new OperatorCode[vector.Count];
        for (int i = 0; i < codes.Length; i++)
        {
            codes[i] = Read(vector.Table(i, "OperatorCode"));
        }

        return codes;
    }

    /// <summary>Codes above 127 stand in the newer field alone, older writers fill the older field alone: the greater one counts.</summary>
    private static OperatorCode Read(FlatTable table)
    {
        int deprecated = (sbyte)table.UInt8(OperatorCodeSlots.DeprecatedBuiltinCode);
        int code = Math.Max(deprecated, table.Int32(OperatorCodeSlots.BuiltinCode));
        string custom = code == (int)BuiltinOperator.Custom ? table.String(OperatorCodeSlots.CustomCode) : "";
        return new OperatorCode((BuiltinOperator)code, custom.Length > 0 ? custom : BuiltinOperatorNames.Of(code));
    }
}

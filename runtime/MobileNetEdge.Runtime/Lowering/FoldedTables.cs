using System.Collections.Immutable;
using System.Runtime.InteropServices;
using MobileNetEdge.Runtime.Kernels;

namespace MobileNetEdge.Runtime.Lowering;

/// <summary>
/// Turns every tensor that is a function of one other 8-bit tensor into one table lookup: chains of one-argument operators, arithmetic with
/// a scalar constant, and arithmetic between functions of the same tensor (x × hard-sigmoid(x)).
/// </summary>
/// <remarks>Composition is exact: a table of the composition equals the tables one after the other, numerics.md equation (13).</remarks>
internal static class FoldedTables
{
    public static void Apply(Graph graph)
    {
        Dictionary<Tensor, ByteFunction> functions = [];
        graph.Rewrite(step =>
        {
            if (FunctionOf(step, tensor => functions.GetValueOrDefault(tensor) ?? new ByteFunction(tensor, ByteTables.Identity)) is { } function)
            {
                Tensor output = step.Outputs[0];
                functions.Add(output, function);
                return [new TableLookup(function.Argument, output, function.Table)];
            }

            return [step];
        });
        graph.RemoveDead();
    }

    private static ByteFunction? FunctionOf(Operator step, Func<Tensor, ByteFunction> resolve)
    {
        switch (step)
        {
            case Unary unary:
                return resolve(unary.Input).Then(ByteTables.Of(unary));
            case Conversion { Input.Type.IsQuantized8: true, Output.Type.IsQuantized8: true } conversion:
                return resolve(conversion.Input).Then(ByteTables.Of(conversion));
            case Binary binary:
                return FunctionOf(binary, resolve(binary.A), resolve(binary.B));
            default:
                return null;
        }
    }

    private static ByteFunction? FunctionOf(Binary binary, ByteFunction a, ByteFunction b)
    {
        if (ScalarOf(binary.B) is { } constantB && !binary.A.IsConstant)
        {
            BinaryArithmetic arithmetic = BinaryArithmetic.Of(binary);
            return a.Then(Tabulate(x => arithmetic.Apply(x, constantB)));
        }

        if (ScalarOf(binary.A) is { } constantA && !binary.B.IsConstant)
        {
            BinaryArithmetic arithmetic = BinaryArithmetic.Of(binary);
            return b.Then(Tabulate(x => arithmetic.Apply(constantA, x)));
        }

        if (a.Argument == b.Argument && !a.Argument.IsConstant)
        {
            BinaryArithmetic arithmetic = BinaryArithmetic.Of(binary);
            return a with { Table = Tabulate(x => arithmetic.Apply((sbyte)a.Table[(byte)x], (sbyte)b.Table[(byte)x])) };
        }

        return null;
    }

    private static sbyte? ScalarOf(Tensor tensor)
    {
        return tensor is { IsConstant: true, Type: ElementType.Int8, Shape.ElementCount: 1 }
            ? MemoryMarshal.Cast<byte, sbyte>(tensor.Data.Span)[0]
            : null;
    }

    private static ImmutableArray<byte> Tabulate(Func<sbyte, sbyte> function)
    {
        return [.. Enumerable.Range(0, ByteTables.Length).Select(x => unchecked((byte)function((sbyte)x)))];
    }

    /// <summary>A tensor as a table's value at each element of another.</summary>
    private sealed record ByteFunction(Tensor Argument, ImmutableArray<byte> Table)
    {
        public ByteFunction Then(ImmutableArray<byte> next) => this with { Table = ByteTables.Compose(Table, next) };
    }
}

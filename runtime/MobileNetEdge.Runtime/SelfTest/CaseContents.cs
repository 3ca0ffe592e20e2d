using System.Runtime.InteropServices;

namespace MobileNetEdge.Runtime.SelfTesting;

/// <summary>Fills inputs and reads outputs of any type.</summary>
internal static class CaseContents
{
    /// <summary>One byte in so many of an 8-bit input is an end of its range.</summary>
    private const int ExtremeOneIn = 8;

    public static void Fill(Interpreter interpreter, Model model, SplitMix64 random)
    {
        for (int i = 0; i < model.Inputs.Length; i++)
        {
            switch (model.Inputs[i].Type)
            {
                case ElementType.Float32:
                    Fill(interpreter.Input<float>(i), random);
                    break;
                case ElementType.UInt8:
                    Fill(interpreter.Input<byte>(i), random);
                    break;
                default:
                    Fill(MemoryMarshal.Cast<sbyte, byte>(interpreter.Input<sbyte>(i)), random, flip: 0x80);
                    break;
            }
        }
    }

    public static byte[] Output(Interpreter interpreter, Model model) => model.Outputs[0].Type switch
    {
        ElementType.Float32 => MemoryMarshal.AsBytes(interpreter.Output<float>()).ToArray(),
        ElementType.UInt8 => interpreter.Output<byte>().ToArray(),
        _ => MemoryMarshal.AsBytes(interpreter.Output<sbyte>()).ToArray(),
    };

    private static void Fill(Span<byte> destination, SplitMix64 random, byte flip = 0)
    {
        foreach (ref byte value in destination)
        {
            ulong bits = random.Next();
            byte drawn = bits % ExtremeOneIn == 0 ? (byte)((bits >> 8 & 1) * 255) : (byte)(bits >> 16);
            value = (byte)(drawn ^ flip);
        }
    }

    private static void Fill(Span<float> destination, SplitMix64 random)
    {
        foreach (ref float value in destination)
        {
            value = random.Next(-4096, 4096) / 1024f;
        }
    }
}

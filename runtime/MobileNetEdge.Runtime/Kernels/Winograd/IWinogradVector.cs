namespace MobileNetEdge.Runtime.Kernels;

/// <summary>What minimal filtering does with a register: int16 in its transformations of weights and input, int32 in that of the output.</summary>
/// <typeparam name="TVector">A register of int32.</typeparam>
internal unsafe interface IWinogradVector<TVector>
{
    /// <summary>int32 elements of a register.</summary>
    static abstract int Count { get; }

    /// <summary>Reads int32 elements.</summary>
    static abstract TVector Load(int* source);

    /// <summary>Writes int32 elements.</summary>
    static abstract void Store(TVector vector, int* target);

    /// <summary>Reads int8 elements as int16.</summary>
    static abstract TVector Widen(sbyte* source);

    /// <summary>Reads two int16 elements into every int32.</summary>
    static abstract TVector Spread(short* source);

    /// <summary>a + b in int16.</summary>
    static abstract TVector AddWords(TVector a, TVector b);

    /// <summary>a - b in int16.</summary>
    static abstract TVector SubtractWords(TVector a, TVector b);

    /// <summary>a × 2ⁿ in int16.</summary>
    static abstract TVector ShiftWords(TVector a, byte n);

    /// <summary>a + b in int32.</summary>
    static abstract TVector Add(TVector a, TVector b);

    /// <summary>a - b in int32.</summary>
    static abstract TVector Subtract(TVector a, TVector b);

    /// <summary>a × 2ⁿ in int32.</summary>
    static abstract TVector ShiftLeft(TVector a, byte n);

    /// <summary>⌊a / 2ⁿ⌋ in int32.</summary>
    static abstract TVector ShiftRight(TVector a, int n);

    /// <summary>a × b in int32, modulo 2³².</summary>
    static abstract TVector Multiply(TVector a, int b);

    /// <summary>Adds to each int32 two products of int16.</summary>
    static abstract TVector AddProducts(TVector sums, TVector a, TVector b);
}

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>
/// Minimal filtering of 3 taps, F(m, 3) of Winograd, "Arithmetic Complexity of Computations" (1980), nested for 3×3 windows as in Lavin and Gray,
/// "Fast Algorithms for Convolutional Neural Networks" (2015), all in integers: numerics.md, equations (28) to (32).
/// </summary>
internal unsafe interface IWinogradForm
{
    /// <summary>m: output pixels of a tile, along each side.</summary>
    static abstract int Outputs { get; }

    /// <summary>m + 2: input pixels of a tile, along each side.</summary>
    static abstract int Inputs { get; }

    /// <summary>Σ |w| of a channel must stay below it: then what is divided at the end is known without the bits that overflow.</summary>
    static abstract long MaxWeightSum { get; }

    /// <summary>Transforms a column of a filter, and gives one of the m + 2 results.</summary>
    /// <param name="row">Which.</param>
    /// <param name="w0">The upper weights of some columns, int16.</param>
    /// <param name="w1">The middle ones.</param>
    /// <param name="w2">The lower ones.</param>
    static abstract TVector Filter<TOps, TVector>(int row, TVector w0, TVector w1, TVector w2)
        where TOps : struct, IWinogradVector<TVector>;

    /// <summary>Transforms a row of what the columns gave.</summary>
    /// <param name="w0">The left weights of some columns, int16.</param>
    /// <param name="w1">The middle ones.</param>
    /// <param name="w2">The right ones.</param>
    /// <param name="target">The first of m + 2 results.</param>
    /// <param name="targetStep">Elements from one to the next.</param>
    static abstract void Filter<TOps, TVector>(TVector w0, TVector w1, TVector w2, short* target, nint targetStep)
        where TOps : struct, IWinogradVector<TVector>;

    /// <summary>Transforms a row or column of activations.</summary>
    /// <param name="source">The first of m + 2 vectors of channels.</param>
    /// <param name="step">Elements from one to the next.</param>
    /// <param name="target">The first of m + 2 results.</param>
    /// <param name="targetStep">Elements from one to the next.</param>
    static abstract void Input<TOps, TVector>(short* source, nint step, short* target, nint targetStep)
        where TOps : struct, IWinogradVector<TVector>;

    /// <summary>Transforms a column of products.</summary>
    /// <param name="source">The first of m + 2 vectors of columns.</param>
    /// <param name="step">Elements from one to the next.</param>
    /// <param name="target">The first of m results.</param>
    /// <param name="targetStep">Elements from one to the next.</param>
    static abstract void Output<TOps, TVector>(int* source, nint step, int* target, nint targetStep)
        where TOps : struct, IWinogradVector<TVector>;

    /// <summary>Transforms a row of what the columns gave, and divides by the factor that both have left.</summary>
    /// <param name="source">The first of m + 2 vectors of columns.</param>
    /// <param name="step">Elements from one to the next.</param>
    /// <param name="row">Which row of the output.</param>
    /// <param name="initial">What is added.</param>
    /// <param name="target">The first of m results.</param>
    /// <param name="targetStep">Elements from one to the next.</param>
    static abstract void Output<TOps, TVector>(int* source, nint step, int row, TVector initial, int* target, nint targetStep)
        where TOps : struct, IWinogradVector<TVector>;
}

using System.Runtime.InteropServices;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>
/// A number of rows or columns of a register tile as a type: <c>sizeof</c> gives the number. The code generator knows it when it first reads
/// the code, so that tests of it vanish at once, and a tile of two rows holds no trace of the third.
/// </summary>
internal interface ITileSize;

/// <summary>One.</summary>
[StructLayout(LayoutKind.Sequential, Size = 1)]
internal readonly struct Size1 : ITileSize;

/// <summary>Two.</summary>
[StructLayout(LayoutKind.Sequential, Size = 2)]
internal readonly struct Size2 : ITileSize;

/// <summary>Three.</summary>
[StructLayout(LayoutKind.Sequential, Size = 3)]
internal readonly struct Size3 : ITileSize;

/// <summary>Four.</summary>
[StructLayout(LayoutKind.Sequential, Size = 4)]
internal readonly struct Size4 : ITileSize;

/// <summary>Five.</summary>
[StructLayout(LayoutKind.Sequential, Size = 5)]
internal readonly struct Size5 : ITileSize;

/// <summary>Six.</summary>
[StructLayout(LayoutKind.Sequential, Size = 6)]
internal readonly struct Size6 : ITileSize;

/// <summary>Seven.</summary>
[StructLayout(LayoutKind.Sequential, Size = 7)]
internal readonly struct Size7 : ITileSize;

/// <summary>Eight.</summary>
[StructLayout(LayoutKind.Sequential, Size = 8)]
internal readonly struct Size8 : ITileSize;

/// <summary>Sixteen.</summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
internal readonly struct Size16 : ITileSize;

/// <summary>Twenty-four.</summary>
[StructLayout(LayoutKind.Sequential, Size = 24)]
internal readonly struct Size24 : ITileSize;

/// <summary>Thirty-two.</summary>
[StructLayout(LayoutKind.Sequential, Size = 32)]
internal readonly struct Size32 : ITileSize;

/// <summary>Forty.</summary>
[StructLayout(LayoutKind.Sequential, Size = 40)]
internal readonly struct Size40 : ITileSize;

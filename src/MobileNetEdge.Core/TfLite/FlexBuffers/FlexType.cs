namespace MobileNetEdge.TfLite;

/// <summary>The types of FlexBuffers values that this library reads or writes (flatbuffers.dev, "FlexBuffers").</summary>
internal enum FlexType : byte
{
    Null = 0,
    Int = 1,
    UInt = 2,
    Float = 3,
    IndirectInt = 6,
    IndirectUInt = 7,
    IndirectFloat = 8,
    Map = 9,
    Bool = 26,
}

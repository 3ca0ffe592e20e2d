using System.Runtime.CompilerServices;
using MobileNetEdge.Devices.Linux;

namespace MobileNetEdge.Devices.Tests.Linux;

/// <summary>Sizes and request numbers are those that a C compiler gives for a 64-bit Linux.</summary>
public sealed class LayoutTests
{
    [Fact]
    public void Structures_of_Video4Linux_have_the_kernels_sizes()
    {
        Assert.Equal(104, Unsafe.SizeOf<V4l2.Capability>());
        Assert.Equal(64, Unsafe.SizeOf<V4l2.FormatDescription>());
        Assert.Equal(208, Unsafe.SizeOf<V4l2.Format>());
        Assert.Equal(20, Unsafe.SizeOf<V4l2.BufferRequest>());
        Assert.Equal(88, Unsafe.SizeOf<V4l2.Buffer>());
        Assert.Equal(204, Unsafe.SizeOf<V4l2.StreamParameters>());
        Assert.Equal(44, Unsafe.SizeOf<V4l2.SizeDescription>());
        Assert.Equal(32, Unsafe.SizeOf<V4l2.EventSubscription>());
        Assert.Equal(136, Unsafe.SizeOf<V4l2.Event>());
    }

    [Fact]
    public void Structures_of_GPIO_have_the_kernels_sizes()
    {
        Assert.Equal(68, Unsafe.SizeOf<GpioV2.ChipInfo>());
        Assert.Equal(256, Unsafe.SizeOf<GpioV2.LineInfo>());
        Assert.Equal(592, Unsafe.SizeOf<GpioV2.LineRequest>());
        Assert.Equal(16, Unsafe.SizeOf<GpioV2.LineValues>());
        Assert.Equal(48, Unsafe.SizeOf<GpioV2.LineEvent>());
        Assert.Equal(24, Unsafe.SizeOf<GpioV2.Attribute>());
    }

    [Fact]
    public void Requests_have_the_kernels_numbers()
    {
        Assert.Equal(0x80685600u, V4l2.QueryCapability);
        Assert.Equal(0xC0405602u, V4l2.EnumerateFormats);
        Assert.Equal(0xC0D05605u, V4l2.SetFormat);
        Assert.Equal(0xC0145608u, V4l2.RequestBuffers);
        Assert.Equal(0xC0585609u, V4l2.QueryBuffer);
        Assert.Equal(0xC058560Fu, V4l2.QueueBuffer);
        Assert.Equal(0xC0585611u, V4l2.DequeueBuffer);
        Assert.Equal(0x40045612u, V4l2.StreamOn);
        Assert.Equal(0x40045613u, V4l2.StreamOff);
        Assert.Equal(0xC0CC5616u, V4l2.SetParameters);
        Assert.Equal(0xC02C564Au, V4l2.EnumerateSizes);
        Assert.Equal(0x80885659u, V4l2.DequeueEvent);
        Assert.Equal(0x4020565Au, V4l2.SubscribeEvent);
        Assert.Equal(0x8044B401u, GpioV2.GetChipInfo);
        Assert.Equal(0xC100B405u, GpioV2.GetLineInfo);
        Assert.Equal(0xC250B407u, GpioV2.GetLine);
        Assert.Equal(0xC010B40Eu, GpioV2.GetValues);
        Assert.Equal(0xC010B40Fu, GpioV2.SetValues);
    }
}

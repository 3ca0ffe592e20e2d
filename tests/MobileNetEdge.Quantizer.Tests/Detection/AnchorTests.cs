using MobileNetEdge.Tests;

namespace MobileNetEdge.Quantizer.Tests.Detection;

/// <summary>Anchors are those that networks were trained with.</summary>
public sealed class AnchorTests
{
    [Fact]
    public void Ssd300_has_the_recorded_anchors()
    {
        SharedData.SkipIfAbsent();
        float[] recorded = Npy.Load(SharedData.Path("detection", "golden", "priors_cxcywh.npy")).Elements<float>().ToArray();
        Anchor[] anchors = [.. AnchorSets.Ssd300()];

        Assert.Equal(recorded.Length, 4 * anchors.Length);
        for (int i = 0; i < anchors.Length; i++)
        {
            double[] made = [anchors[i].X, anchors[i].Y, anchors[i].Width, anchors[i].Height];
            for (int n = 0; n < made.Length; n++)
            {
                Assert.True(Math.Abs(made[n] - recorded[4 * i + n]) < 1e-6, $"anchor {i}, number {n}: {made[n]}, recorded {recorded[4 * i + n]}");
            }
        }
    }

    [Theory]
    [InlineData(300, 300, 1917)]
    [InlineData(320, 320, 2034)]
    public void TensorFlow_has_as_many_anchors_as_published(int height, int width, int count)
    {
        Assert.Equal(count, AnchorSets.TensorFlow(AnchorSets.TensorFlowMaps(height, width)).Length);
    }

    [Fact]
    public void Face_detector_has_an_anchor_for_each_box()
    {
        Anchor[] anchors = [.. AnchorSets.UltraFace(240, 320)];

        Assert.Equal(4420, anchors.Length);
        Assert.Equal(new Anchor(4.0 / 240, 4.0 / 320, 10.0 / 240, 10.0 / 320), anchors[0]);
        Assert.All(anchors, anchor => Assert.InRange(anchor.Height, 0, 1));
    }

    [Fact]
    public void First_tensorflow_map_has_three_boxes_a_position()
    {
        Anchor[] anchors = [.. AnchorSets.TensorFlow([(2, 3), (1, 2)])];

        Assert.Equal(3 * 6 + 6 * 2, anchors.Length);
        Assert.Equal(new Anchor(0.25, 1.0 / 6, 0.1, 0.1), anchors[0]);
        Assert.Equal(0.2 * Math.Sqrt(2), anchors[1].Width, 1e-12);
        Assert.Equal(0.2 / Math.Sqrt(2), anchors[1].Height, 1e-12);
        Assert.Equal(Math.Sqrt(0.95), anchors[^1].Width, 1e-12);
    }
}

using MobileNetEdge.Quantizer.Reconstruction;

namespace MobileNetEdge.Quantizer.Tests.Reconstruction;

public sealed class AdamTests
{
    [Fact]
    public void First_step_has_the_length_of_a_unit_whatever_the_gradient()
    {
        Adam adam = new([1, 1, 0.5]);
        adam.Step([1000, -1e-6, 3], rate: 0.1);

        Assert.Equal([-0.1, 0.1, -0.05], adam.Values.Select(value => Math.Round(value, 9)));
    }

    [Fact]
    public void Parameter_without_a_gradient_stays()
    {
        Adam adam = new([1]);
        adam.Step([0], rate: 1);

        Assert.Equal(0, adam.Values[0]);
    }

    [Fact]
    public void Steps_that_become_shorter_find_the_least_square()
    {
        Adam adam = new([1, 1]);
        for (int i = 0; i < 400; i++)
        {
            adam.Step([adam.Values[0] - 3, 50 * (adam.Values[1] + 2)], rate: 0.1 * (400 - i) / 400);
        }

        Assert.Equal(3, adam.Values[0], 2);
        Assert.Equal(-2, adam.Values[1], 2);
    }
}

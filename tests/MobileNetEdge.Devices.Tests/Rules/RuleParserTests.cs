using MobileNetEdge.Devices.Rules;

namespace MobileNetEdge.Devices.Tests.Rules;

public sealed class RuleParserTests
{
    [Fact]
    public void A_rule_with_every_clause_is_read()
    {
        Rule rule = RuleParser.Parse(" Egyptian cat >= 80% for 3 frames until < 0.6 hold 1.5s smooth 4 frames ");
        Assert.Equal(("Egyptian cat", true, true, 0.8), (rule.Label, rule.IsAbove, rule.IsInclusive, rule.Threshold));
        Assert.Equal((3, TimeSpan.Zero, 0.6, 4), (rule.Frames, rule.Time, rule.Release, rule.Smoothing));
        Assert.Equal(TimeSpan.FromMilliseconds(1500), rule.Hold);
        Assert.Equal("Egyptian cat >= 80% for 3 frames until < 0.6 hold 1.5s smooth 4 frames", rule.ToString());
    }

    [Theory]
    [InlineData("cat > 0.8 for 250ms", 250)]
    [InlineData("cat > 0.8 for 2 s", 2000)]
    [InlineData("cat>.8 for 2min", 120_000)]
    [InlineData("cat > 0.8 for 1h", 3_600_000)]
    [InlineData("cat > 1 hold 0s for 0ms", 0)]
    public void Times_have_units(string text, int milliseconds)
    {
        Assert.Equal(milliseconds, RuleParser.Parse(text).Time.TotalMilliseconds);
    }

    [Theory]
    [InlineData("'a > b' < 0.5", "a > b")]
    [InlineData("\"for 3 frames\" < 0.5", "for 3 frames")]
    [InlineData("hot dog, sausage < 0.5", "hot dog, sausage")]
    [InlineData("hold > 0.5", "hold")]
    public void Labels_may_have_spaces_and_quotes(string text, string label)
    {
        Assert.Equal(label, RuleParser.Parse(text).Label);
    }

    [Theory]
    [InlineData("", 1, "the end", "the name of a class")]
    [InlineData("  > 0.5", 3, "'>'", "the name of a class")]
    [InlineData("cat", 4, "the end", "'>', '>=', '<' or '<='")]
    [InlineData("cat >", 6, "the end", "a number from 0 to 1, or from 0% to 100%")]
    [InlineData("cat >> 0.5", 6, "'>'", "a number from 0 to 1, or from 0% to 100%")]
    [InlineData("cat > 1.01", 7, "'1.01'", "a number from 0 to 1, or from 0% to 100%")]
    [InlineData("cat > 101%", 7, "'101%'", "a number from 0 to 1, or from 0% to 100%")]
    [InlineData("cat > -1", 7, "'-1'", "a number from 0 to 1, or from 0% to 100%")]
    [InlineData("cat > 1e9", 8, "'e'", "'for', 'until', 'hold', 'smooth' or the end")]
    [InlineData("cat > 0.5 foor 3 frames", 11, "'foor'", "'for', 'until', 'hold', 'smooth' or the end")]
    [InlineData("cat > 0.5 for", 14, "the end", "a count of frames or a time such as 2s")]
    [InlineData("cat > 0.5 for 2.5 frames", 11, "2.5 frames", "a whole number from 1 to 100000")]
    [InlineData("cat > 0.5 for 0 frames", 11, "0 frames", "a whole number from 1 to 100000")]
    [InlineData("cat > 0.5 for 2", 11, "a number without a unit", "a time in ms, s, min or h")]
    [InlineData("cat > 0.5 hold 2 days", 11, "the unit 'days'", "a time in ms, s, min or h")]
    [InlineData("cat > 0.5 hold 25h", 11, "25 h", "at most 24 h")]
    [InlineData("cat > 0.5 hold 2s hold 3s", 19, "a second 'hold'", "each clause at most once")]
    [InlineData("cat > 0.5 until < 0.6", 11, "until < 0.6", "until < a number up to 0.5")]
    [InlineData("cat > 0.5 until > 0.4", 11, "until > 0.4", "until < a number up to 0.5")]
    [InlineData("cat < 0.5 until > 0.4", 11, "until > 0.4", "until > a number from 0.5")]
    [InlineData("'cat > 0.5", 1, "an open '", "a closing '")]
    [InlineData("cat > 0.5, hold 2s", 10, "','", "'for', 'until', 'hold', 'smooth' or the end")]
    public void Mistakes_are_told_with_their_position(string text, int position, string found, string expected)
    {
        RuleSyntaxException exception = Assert.Throws<RuleSyntaxException>(() => RuleParser.Parse(text));
        Assert.Equal((position, found, expected), (exception.Position, exception.Found, exception.Expected));
        Assert.Contains($"position {position}: found {found}, expected {expected}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_stands_there_is_a_rule_or_a_mistake()
    {
        string[] pieces = ["cat", " ", ">", "<", "=", "0.5", "for", "3", "frames", "hold", "2s", "until", "'", "%", "é", "smooth", ".", "99999999999999999999", "\0"];
        for (int seed = 0; seed < 20_000; seed++)
        {
            Random random = new(seed);
            string text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)]));
            try
            {
                Assert.InRange(RuleParser.Parse(text).Threshold, 0, 1);
            }
            catch (RuleSyntaxException exception)
            {
                Assert.InRange(exception.Position, 1, text.Length + 1);
            }
        }
    }

    [Fact]
    public void A_rule_of_a_book_is_refused()
    {
        Assert.Throws<RuleSyntaxException>(() => RuleParser.Parse(new string('x', 1001) + " > 0.5"));
    }
}

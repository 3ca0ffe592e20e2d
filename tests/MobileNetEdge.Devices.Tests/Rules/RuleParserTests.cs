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
    [InlineData("cat > 1e9", 8, "'e'", "'in', 'for', 'until', 'hold', 'smooth' or the end")]
    [InlineData("cat > 0.5 foor 3 frames", 11, "'foor'", "'in', 'for', 'until', 'hold', 'smooth' or the end")]
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
    [InlineData("cat > 0.5, hold 2s", 10, "','", "'in', 'for', 'until', 'hold', 'smooth' or the end")]
    public void Mistakes_are_told_with_their_position(string text, int position, string found, string expected)
    {
        RuleSyntaxException exception = Assert.Throws<RuleSyntaxException>(() => RuleParser.Parse(text));
        Assert.Equal((position, found, expected), (exception.Position, exception.Found, exception.Expected));
        Assert.Contains($"position {position}: found {found}, expected {expected}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_stands_there_is_a_rule_or_a_mistake()
    {
        string[] pieces = ["cat", " ", ">", "<", "=", "0.5", "for", "3", "frames", "hold", "2s", "until", "in", ",", "0,0,1,1", "'", "%", "é", "smooth", ".", "99999999999999999999", "\0"];
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

    [Theory]
    [InlineData("person > 0.6 in 0.2,0.25,0.8,1", 0.2, 0.25, 0.8, 1)]
    [InlineData("person>0.6 in 0 , 0 , 50% , .5 for 3 frames", 0, 0, 0.5, 0.5)]
    [InlineData("person > 0.6 smooth 4 in 10%,20%,30%,40%", 0.1, 0.2, 0.3, 0.4)]
    [InlineData("'man in red' > 0.6 for 3 frames in 0,0,1,1 hold 2s", 0, 0, 1, 1)]
    public void A_region_has_four_numbers(string text, double left, double top, double right, double bottom)
    {
        Assert.Equal(new RuleRegion(left, top, right, bottom), RuleParser.Parse(text).Region);
    }

    [Theory]
    [InlineData("cat > 0.5 in", 13, "the end", "a number from 0 to 1, or from 0% to 100%")]
    [InlineData("cat > 0.5 in 0.2 0.2", 18, "'0.2'", "',' and the rest of left,top,right,bottom")]
    [InlineData("cat > 0.5 in 0.2,0.2,0.8", 25, "the end", "',' and the rest of left,top,right,bottom")]
    [InlineData("cat > 0.5 in 0.2,0.2,0.8,8", 26, "'8'", "a number from 0 to 1, or from 0% to 100%")]
    [InlineData("cat > 0.5 in 0.2,-1,0.8,1", 18, "'-1,0.8,1'", "a number from 0 to 1, or from 0% to 100%")]
    [InlineData("cat > 0.5 in 0.2px,0,1,1", 17, "'px,0,1,1'", "',' and the rest of left,top,right,bottom")]
    [InlineData("cat > 0.5 in 0.8,0,0.2,1", 14, "'0.8,0,0.2,1'", "left,top,right,bottom with left below right and top below bottom")]
    [InlineData("cat > 0.5 in 0,0.5,1,0.5", 14, "'0,0.5,1,0.5'", "left,top,right,bottom with left below right and top below bottom")]
    [InlineData("cat > 0.5 in 0,0,1,1,1", 21, "',1'", "'in', 'for', 'until', 'hold', 'smooth' or the end")]
    [InlineData("cat > 0.5 in 0,0,1,1 in 0,0,1,1", 22, "a second 'in'", "each clause at most once")]
    public void Mistakes_in_a_region_are_told_with_their_position(string text, int position, string found, string expected)
    {
        Mistakes_are_told_with_their_position(text, position, found, expected);
    }

    [Fact]
    public void What_is_written_is_read_whatever_the_order_of_the_clauses()
    {
        for (int seed = 0; seed < 5_000; seed++)
        {
            Random random = new(seed);
            Rule written = RandomRule(random);
            Rule read = RuleParser.Parse(written.Text);
            Assert.True(written == read, $"seed {seed}: {written.Text}");
        }
    }

    [Fact]
    public void A_rule_that_is_cut_short_is_a_mistake_within_it_or_a_shorter_rule()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            string text = RandomRule(new(seed)).Text;
            for (int length = 0; length < text.Length; length++)
            {
                try
                {
                    Assert.Equal(text[..length].Trim(), RuleParser.Parse(text[..length]).Text);
                }
                catch (RuleSyntaxException exception)
                {
                    Assert.True(exception.Position >= 1 && exception.Position <= length + 1, $"seed {seed}: {exception.Message}");
                }
            }
        }
    }

    [Fact]
    public void A_rule_of_a_book_is_refused()
    {
        Assert.Throws<RuleSyntaxException>(() => RuleParser.Parse(new string('x', 1001) + " > 0.5"));
    }

    /// <summary>A rule whose text says the same as its members, its clauses in any order.</summary>
    private static Rule RandomRule(Random random)
    {
        string[] labels = ["cat", "in", "hot dog, sausage", "for", "é"];
        string label = labels[random.Next(labels.Length)];
        double threshold = random.Next(1, 100) / 100.0;
        Rule rule = new() { Text = "", Label = label, IsAbove = true, Threshold = threshold };
        List<string> clauses = [];
        if (random.Next(2) == 0)
        {
            RuleRegion region = new(random.Next(50) / 100.0, random.Next(50) / 100.0, random.Next(50, 101) / 100.0, random.Next(50, 101) / 100.0);
            string comma = random.Next(2) == 0 ? "," : " , ";
            clauses.Add(Invariant($"in {region.Left}{comma}{region.Top}{comma}{region.Right}{comma}{region.Bottom}"));
            rule = rule with { Region = region };
        }

        if (random.Next(2) == 0)
        {
            rule = rule with { Frames = random.Next(1, 1000) };
            clauses.Add($"for {rule.Frames} frames");
        }

        if (random.Next(2) == 0)
        {
            rule = rule with { Smoothing = random.Next(1, 1000) };
            clauses.Add($"smooth {rule.Smoothing}");
        }

        if (random.Next(2) == 0)
        {
            rule = rule with { Hold = TimeSpan.FromMilliseconds(random.Next(100_000)) };
            clauses.Add(Invariant($"hold {rule.Hold.TotalMilliseconds}ms"));
        }

        if (random.Next(2) == 0)
        {
            rule = rule with { Release = threshold / 2 };
            clauses.Add(Invariant($"until < {rule.Release}"));
        }

        string[] order = [.. clauses];
        random.Shuffle(order);
        return rule with { Text = Invariant($"{label} > {threshold} {string.Join(' ', order)}").Trim() };
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}

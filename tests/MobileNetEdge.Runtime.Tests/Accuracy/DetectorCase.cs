namespace MobileNetEdge.Runtime.Tests.Accuracy;

/// <summary>The end of a detector with random contents, and what exact arithmetic makes of them.</summary>
internal sealed class DetectorCase
{
    private readonly string _function;
    private readonly float[] _anchors;
    private readonly DetectionOptions _options;
    private readonly Tensor _boxTensor;
    private readonly Tensor _scoreTensor;
    private readonly int _depth;

    public DetectorCase(Random random, string function, bool perClass)
    {
        int anchors = random.Next(1, 60);
        int classes = random.Next(1, 6);
        _function = function;
        _depth = classes + (function == "softmax" ? 1 : random.Next(2));
        _anchors = [.. Enumerable.Range(0, 4 * anchors).Select(i => (i % 4 < 2 ? random.Next(64) : random.Next(8, 40)) / 64f)];
        _boxTensor = Make.Int8(new Shape(1, anchors, 4), 1 / 16f, random.Next(-20, 20), "boxes");
        _scoreTensor = Make.Int8(new Shape(1, anchors, _depth), function == "none" ? 1 / 256f : 1 / 20f, random.Next(-20, 20), "scores");
        _options = new DetectionOptions
        {
            ClassCount = classes,
            MaxDetections = random.Next(1, 20),
            DetectionsPerClass = random.Next(1, 8),
            SuppressesPerClass = perClass,
            ScoreThreshold = random.Next(1, 9) * 0.0973f,
            OverlapThreshold = 0.2f + random.Next(5) * 0.0971f,
        };

        Boxes = Make.Random(random, 4 * anchors);
        Scores = Make.Random(random, _depth * anchors);
        Model = Build(_boxTensor, _scoreTensor);
    }

    public sbyte[] Boxes { get; }

    public sbyte[] Scores { get; }

    public Model Model { get; }

    /// <summary>The same with uint8 tensors.</summary>
    public Model Unsigned() => Build(Shifted(_boxTensor), Shifted(_scoreTensor));

    /// <summary>The detections, best first; of equal scores the lower class, then the lower anchor.</summary>
    public List<Found> Exact()
    {
        List<Found> all = [];
        int passes = _options.SuppressesPerClass ? _options.ClassCount : 1;
        for (int pass = 0; pass < passes; pass++)
        {
            List<Found> candidates = [];
            for (int anchor = 0; anchor < _anchors.Length / 4; anchor++)
            {
                Found[] classes = [.. Enumerable.Range(0, _options.ClassCount).Select(c => Of(anchor, c))];
                Found found = _options.SuppressesPerClass ? classes[pass] : classes.MaxBy(f => f.Score)!;
                if ((float)found.Score >= _options.ScoreThreshold)
                {
                    candidates.Add(found);
                }
            }

            List<Found> kept = [];
            foreach (Found candidate in candidates.OrderByDescending(f => (float)f.Score))
            {
                if (kept.TrueForAll(better => better.Overlap(candidate) <= _options.OverlapThreshold))
                {
                    kept.Add(candidate);
                }
            }

            all.AddRange(kept.Take(_options.SuppressesPerClass ? _options.DetectionsPerClass : _options.MaxDetections));
        }

        return [.. all.OrderByDescending(f => (float)f.Score).ThenBy(f => f.Category).ThenBy(f => f.Anchor).Take(_options.MaxDetections)];
    }

    private Found Of(int anchor, int category)
    {
        double[] logits = [.. Enumerable.Range(0, _depth).Select(c => Value(_scoreTensor, Scores[anchor * _depth + c]))];
        double own = logits[_depth - _options.ClassCount + category];
        double score = _function switch
        {
            "softmax" => Math.Exp(own) / logits.Sum(Math.Exp),
            "logistic" => 1 / (1 + Math.Exp(-own)),
            _ => own,
        };
        double[] code = [.. Enumerable.Range(0, 4).Select(i => Value(_boxTensor, Boxes[4 * anchor + i]))];
        ReadOnlySpan<float> place = _anchors.AsSpan(4 * anchor, 4);
        double y = code[0] / _options.YScale * place[2] + place[0];
        double x = code[1] / _options.XScale * place[3] + place[1];
        double height = Math.Exp(code[2] / _options.HeightScale) * place[2];
        double width = Math.Exp(code[3] / _options.WidthScale) * place[3];
        return new Found(category, anchor, score, [y - height / 2, x - width / 2, y + height / 2, x + width / 2]);
    }

    private static double Value(Tensor tensor, sbyte stored) => (double)tensor.Quantization!.Scale * (stored - tensor.Quantization.ZeroPoint);

    private static Tensor Shifted(Tensor tensor)
    {
        return Make.UInt8(tensor.Shape, tensor.Quantization!.Scale, tensor.Quantization.ZeroPoint + 128, tensor.Name);
    }

    private Model Build(Tensor boxes, Tensor stored)
    {
        List<Operator> steps = [];
        Tensor scores = stored;
        if (_function != "none")
        {
            Tensor logits = Make.Float(stored.Shape);
            scores = Make.Float(stored.Shape);
            steps.Add(new Conversion(stored, logits));
            steps.Add(_function == "softmax" ? new Softmax(logits, scores, 1) : new Unary(UnaryFunction.Logistic, logits, scores));
        }

        int most = _options.MaxDetections;
        DetectionPostProcess end = new(
            boxes, scores, new Tensor("anchors", ElementType.Float32, new Shape(_anchors.Length / 4, 4), data: Make.Bytes(_anchors)),
            Make.Float(new Shape(1, most, 4)), Make.Float(new Shape(1, most)), Make.Float(new Shape(1, most)), Make.Float(new Shape(1)), _options);
        steps.Add(end);
        return Make.Model([boxes, stored], [.. end.Outputs], [.. steps]);
    }

    /// <summary>A detection.</summary>
    internal sealed record Found(int Category, int Anchor, double Score, double[] Sides)
    {
        public double Size => Math.Max(Sides[2] - Sides[0], Sides[3] - Sides[1]);

        public double Overlap(Found other)
        {
            double height = Math.Max(0, Math.Min(Sides[2], other.Sides[2]) - Math.Max(Sides[0], other.Sides[0]));
            double width = Math.Max(0, Math.Min(Sides[3], other.Sides[3]) - Math.Max(Sides[1], other.Sides[1]));
            return height * width / (Area + other.Area - height * width);
        }

        private double Area => (Sides[2] - Sides[0]) * (Sides[3] - Sides[1]);
    }
}

using MobileNetEdge.Runtime.Lowering;

namespace MobileNetEdge.Runtime.Kernels;

/// <summary>
/// TFLite_Detection_PostProcess with the bytes of <see cref="DetectionReference"/>: candidates of all classes are taken best first, and only until
/// there are as many detections as the outputs hold, so that boxes of the others are neither decoded nor compared.
/// </summary>
/// <remarks>
/// Within a class that is the reference's order, and a candidate is judged only by better ones of its class; so the detections kept are the best
/// of what the reference keeps of each class, in the same order.
/// </remarks>
internal sealed unsafe class PackedDetection : PreparedOperator
{
    /// <summary>Candidates that there is room for: 64 KiB, unless a single class has more. Where all classes have more, some go at a time.</summary>
    private const int UsualRoom = 1 << 13;

    private const int MostClassesAtOnce = 1 << 12;

    private readonly AnchorBoxes _boxes;
    private readonly CandidateScan _scan;
    private readonly DetectionOutputs _outputs;
    private readonly DetectionOptions _options;
    private readonly int _classesAtOnce;
    private readonly int _room;
    private readonly int _most;

    public PackedDetection(DetectionStep step, PrepareContext context, ExecutionPath path)
    {
        Path = path;
        _boxes = new AnchorBoxes(step, context);
        _scan = new CandidateScan(step, context);
        _outputs = new DetectionOutputs(step, context);
        _options = step.Original.Options;
        _classesAtOnce = _options.SuppressesPerClass ? Math.Min(_scan.ClassCount, MostClassesAtOnce) : 1;
        _room = (int)Math.Clamp((long)_classesAtOnce * _boxes.Count, _boxes.Count, Math.Max(UsualRoom, _boxes.Count));
        _most = Math.Min(_options.MaxDetections, _room);
    }

    /// <inheritdoc/>
    public override ExecutionPath Path { get; }

    /// <summary>Detections so far, and those of the classes at hand.</summary>
    private int BestRoom => _options.MaxDetections + _most;

    /// <inheritdoc/>
    public override int ScratchByteCount =>
        _most * sizeof(KeptBox) + (2 * _room + BestRoom) * sizeof(ulong) + _classesAtOnce * sizeof(KeptClass) + CandidateOrder.Buckets * sizeof(int);

    /// <inheritdoc/>
    public override void Invoke(in Share share)
    {
        byte* place = share.Scratch.At(0);
        Span<KeptBox> boxes = Take<KeptBox>(ref place, _most);
        Span<ulong> candidates = Take<ulong>(ref place, _room);
        Span<ulong> ordered = Take<ulong>(ref place, _room);
        Span<ulong> best = Take<ulong>(ref place, BestRoom);
        Span<KeptClass> classes = Take<KeptClass>(ref place, _classesAtOnce);
        Room room = new(candidates, ordered, Take<int>(ref place, CandidateOrder.Buckets));
        KeptBoxes kept = new(boxes, classes, _options.OverlapThreshold, _options.SuppressesPerClass ? _options.DetectionsPerClass : _most);

        ReadOnlySpan<sbyte> stored = _scan.Stored(share.Arena);
        ReadOnlySpan<sbyte> encoded = _boxes.Encoded(share.Arena);
        int count = _options.SuppressesPerClass
            ? DetectPerClass(stored, encoded, room, kept, best)
            : DetectAtOnce(stored, encoded, room, kept, best);
        _outputs.Write(share.Arena, best[..count], _boxes, encoded);
    }

    private int DetectPerClass(ReadOnlySpan<sbyte> stored, ReadOnlySpan<sbyte> encoded, Room room, KeptBoxes kept, Span<ulong> best)
    {
        int count = 0;
        int classes = _classesAtOnce;
        for (int first = 0; first < _scan.ClassCount; first += classes)
        {
            classes = Math.Min(classes, _scan.ClassCount - first);
            int gathered;
            while ((gathered = _scan.PerClass(stored, first, classes, room.Candidates)) == CandidateScan.TooMany)
            {
                classes = (classes + 1) / 2;
            }

            ulong least = count == _options.MaxDetections ? best[count - 1] : 0;
            count += Keep(encoded, room.Order(gathered), first, least, ref kept, best[count..]);
            count = first == 0 ? count : KeepBest(best[..count]);
        }

        return count;
    }

    private int DetectAtOnce(ReadOnlySpan<sbyte> stored, ReadOnlySpan<sbyte> encoded, Room room, KeptBoxes kept, Span<ulong> best)
    {
        int gathered = _scan.PerAnchor(stored, room.Candidates);
        int count = Keep(encoded, room.Order(gathered), 0, 0, ref kept, best);
        foreach (ref ulong found in best[..count])
        {
            uint anchor = Candidate.Index(found);
            int category = _scan.BestClass(stored, (int)anchor);
            found = Candidate.Of(Candidate.Score(found), (uint)(category * (long)_boxes.Count + anchor));
        }

        return KeepBest(best[..count]);
    }

    /// <summary>Moves the candidates that no better one of their class covers to the detections, best first.</summary>
    /// <param name="encoded">The encoded boxes.</param>
    /// <param name="candidates">The candidates of some classes.</param>
    /// <param name="first">The first of these classes.</param>
    /// <param name="least">What is not better cannot be among the detections any more.</param>
    /// <param name="kept">Holds their boxes.</param>
    /// <param name="best">Takes the detections.</param>
    /// <returns>How many.</returns>
    private int Keep(ReadOnlySpan<sbyte> encoded, CandidateOrder candidates, int first, ulong least, ref KeptBoxes kept, Span<ulong> best)
    {
        kept.Clear();
        while (!kept.IsFull && candidates.TryTake(out ulong candidate) && candidate >= least)
        {
            (uint category, uint anchor) = Math.DivRem(Candidate.Index(candidate), (uint)_boxes.Count);
            int place = (int)category - first;
            int count = kept.Count;
            if (!kept.IsClassFull(place) && kept.TryKeep(place, _boxes.Decode(encoded, (int)anchor)))
            {
                best[count] = candidate;
            }
        }

        return kept.Count;
    }

    private int KeepBest(Span<ulong> best)
    {
        best.Sort();
        best.Reverse();
        return Math.Min(best.Length, _options.MaxDetections);
    }

    private static Span<T> Take<T>(ref byte* place, int count)
        where T : unmanaged
    {
        Span<T> taken = new(place, count);
        place += (long)count * sizeof(T);
        return taken;
    }

    /// <summary>Where candidates are gathered and brought into order.</summary>
    private readonly ref struct Room(Span<ulong> candidates, Span<ulong> ordered, Span<int> ends)
    {
        private readonly Span<ulong> _ordered = ordered;
        private readonly Span<int> _ends = ends;

        public Span<ulong> Candidates { get; } = candidates;

        public CandidateOrder Order(int count) => new(Candidates[..count], _ordered, _ends);
    }
}

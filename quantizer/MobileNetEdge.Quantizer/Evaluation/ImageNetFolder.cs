using System.Globalization;
using MobileNetEdge.Imaging;

namespace MobileNetEdge.Quantizer.Evaluation;

/// <summary>
/// ImageNet's validation pictures, which lie in one folder, with their labels in a file of another folder. The file is one of
/// <list type="bullet">
/// <item>a list: on each line a picture's name and the index of its class from 0, with a blank between them, as Caffe's val.txt;</item>
/// <item>ILSVRC2012_validation_ground_truth.txt of the development kit: on line n the ILSVRC2012_ID of ILSVRC2012_val_0000000n.JPEG. These
/// numbers do not follow the synsets' order, as the classes of trained networks do, so map_clsloc.txt of the same kit must lie beside it; its
/// lines are a synset, its ILSVRC2012_ID and a name.</item>
/// </list>
/// </summary>
internal static class ImageNetFolder
{
    private const string MapName = "map_clsloc.txt";
    private const string NameStart = "ILSVRC2012_val_";

    public static FileSource Open(string folder, string labelFile, int limit)
    {
        LabelLines lines = new(labelFile);
        using IEnumerator<string[]> all = lines.Read().GetEnumerator();
        if (!all.MoveNext())
        {
            throw new InvalidPictureSetException($"{labelFile} holds no labels");
        }

        return all.Current.Length == 1 ? OpenGroundTruth(folder, labelFile, limit) : OpenList(folder, labelFile, limit);
    }

    /// <summary>The list's own order, and its pictures only.</summary>
    private static FileSource OpenList(string folder, string labelFile, int limit)
    {
        LabelLines lines = new(labelFile);
        List<PictureFile> files = [];
        foreach (string[] fields in lines.Read().Take(limit))
        {
            string name = fields.Length == 2 && fields[0].IndexOf('\0', StringComparison.Ordinal) < 0 ? fields[0] : throw lines.Fault("a name and a class");
            files.Add(new PictureFile(Path.Combine(folder, name), lines.Number(fields[1], 0)));
        }

        return new FileSource(files);
    }

    /// <summary>The pictures that are there; the number in a picture's name is the line of its label.</summary>
    private static FileSource OpenGroundTruth(string folder, string labelFile, int limit)
    {
        LabelLines lines = new(labelFile);
        int[] ids = [.. lines.Read().Select(fields => fields.Length == 1 ? lines.Number(fields[0], 1) : throw lines.Fault("one number"))];
        Dictionary<int, int> classes = ReadMap(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(labelFile)) ?? "", MapName), labelFile);
        return new FileSource([.. PictureFolder.Find(folder).Take(limit).Select(file =>
        {
            int id = ids[LineOf(file, ids.Length) - 1];
            return new PictureFile(file, classes.TryGetValue(id, out int index)
                ? index
                : throw new InvalidPictureSetException($"{labelFile}, line {LineOf(file, ids.Length)}: {MapName} has no ILSVRC2012_ID {id}"));
        })]);
    }

    /// <summary>A synset's place in the ordinal order is its class.</summary>
    private static Dictionary<int, int> ReadMap(string map, string labelFile)
    {
        if (!File.Exists(map))
        {
            throw new InvalidPictureSetException(
                $"{labelFile} holds ILSVRC2012_IDs, whose order is not that of the classes: put the development kit's {MapName} beside it, "
                + "or give a list whose lines are a picture's name and the index of its class");
        }

        LabelLines lines = new(map);
        SortedDictionary<string, int> ids = new(StringComparer.Ordinal);
        foreach (string[] fields in lines.Read())
        {
            if (fields.Length < 2 || !ids.TryAdd(fields[0], lines.Number(fields[1], 1)))
            {
                throw lines.Fault("a synset that no line before has, its ILSVRC2012_ID, and a name");
            }
        }

        Dictionary<int, int> classes = [];
        foreach ((int index, int id) in ids.Values.Index())
        {
            if (!classes.TryAdd(id, index))
            {
                throw new InvalidPictureSetException($"{map}: two synsets have the ILSVRC2012_ID {id}");
            }
        }

        return classes;
    }

    private static int LineOf(string file, int lines)
    {
        string name = Path.GetFileNameWithoutExtension(file);
        return name.StartsWith(NameStart, StringComparison.OrdinalIgnoreCase)
            && int.TryParse(name.AsSpan(NameStart.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int line)
            && line >= 1 && line <= lines
                ? line
                : throw new InvalidPictureSetException($"{file}: the name is not {NameStart} and a number from 1 to the {lines} labels there are");
    }
}

using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace MobileNetEdge.Quantizer;

/// <summary>Tells models and lists of pictures from others.</summary>
public static class ModelFingerprint
{
    /// <summary>The SHA-256 of a model's file and of all its constants, which may lie in other files.</summary>
    /// <param name="file">The file that the model was read from.</param>
    /// <param name="model">The model, not disposed.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string Of(string file, Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using (FileStream stream = File.OpenRead(file))
        {
            hash.AppendData(SHA256.HashData(stream));
        }

        foreach (Tensor tensor in model.Tensors.Where(tensor => tensor.IsConstant))
        {
            hash.AppendData(tensor.Data.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The SHA-256 of the pictures' names and labels in their order. What the pictures show is not looked at.</summary>
    internal static string Of(PictureSet pictures)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int i = 0; i < pictures.Count; i++)
        {
            byte[] name = Encoding.UTF8.GetBytes(pictures.Name(i));
            int[] numbers = [name.Length, pictures.Label(i) ?? -1];
            hash.AppendData(MemoryMarshal.AsBytes(numbers.AsSpan()));
            hash.AppendData(name);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The SHA-256 of the pictures' names and boxes in their order.</summary>
    internal static string Of(DetectionSet pictures)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int i = 0; i < pictures.Count; i++)
        {
            byte[] name = Encoding.UTF8.GetBytes(pictures.Name(i));
            hash.AppendData(MemoryMarshal.AsBytes<int>([name.Length, pictures.Truths(i).Count]));
            hash.AppendData(name);
            foreach (TruthBox box in pictures.Truths(i))
            {
                hash.AppendData(MemoryMarshal.AsBytes<float>([box.Top, box.Left, box.Bottom, box.Right, box.Category, box.IsCrowd ? 1 : 0]));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

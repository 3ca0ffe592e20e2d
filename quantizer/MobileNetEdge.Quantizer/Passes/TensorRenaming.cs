namespace MobileNetEdge.Quantizer.Passes;

/// <summary>Puts tensors in the place of others.</summary>
internal static class TensorRenaming
{
    extension(Graph graph)
    {
        /// <summary>Lets every step read and write the replacements; steps that have none stay the same objects.</summary>
        /// <param name="replacements">What stands for a tensor from now on, itself never replaced.</param>
        public void Rename(IReadOnlyDictionary<Tensor, Tensor> replacements)
        {
            if (replacements.Count > 0)
            {
                graph.Rewrite(step => [step.Renamed(replacements)]);
            }
        }
    }

    extension(Operator step)
    {
        /// <summary>The step on the replacements; itself where it has none.</summary>
        public Operator Renamed(IReadOnlyDictionary<Tensor, Tensor> replacements)
        {
            return step.Inputs.Concat(step.Outputs).Any(replacements.ContainsKey)
                ? step.MapTensors(tensor => replacements.GetValueOrDefault(tensor, tensor))
                : step;
        }
    }

    extension(Tensor tensor)
    {
        /// <summary>A tensor of the same shape and type for other values.</summary>
        /// <param name="suffix">Tells its name from this one's.</param>
        public Tensor Sibling(string suffix) => new(tensor.Name + suffix, tensor.Type, tensor.Shape);
    }
}

namespace MobileNetEdge;

/// <summary>Takes the place of LINQ's Select in this program's libraries: the nearer namespace wins.</summary>
/// <remarks>
/// LINQ's iterators have a generic virtual Select. A native binary holds it for every pair of value types that anything in it selects from
/// and to, which was half of the whole. These iterators have none.
/// </remarks>
internal static class PlainSelect
{
    /// <summary>Each element's result, computed as it is asked for.</summary>
    public static IEnumerable<TResult> Select<TSource, TResult>(this IEnumerable<TSource> source, Func<TSource, TResult> selector)
    {
        foreach (TSource element in source)
        {
            yield return selector(element);
        }
    }

    /// <summary>Queries that run in parallel stay parallel.</summary>
    public static ParallelQuery<TResult> Select<TSource, TResult>(this ParallelQuery<TSource> source, Func<TSource, TResult> selector)
    {
        return ParallelEnumerable.Select(source, selector);
    }
}

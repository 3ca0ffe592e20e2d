namespace MobileNetEdge.Devices.Gpio;

/// <summary>The outputs in use, so that they can be made safe when the process ends without disposing them; .NET runs no finalisers then.</summary>
internal static class SafeOutputs
{
    private static readonly Lock Guard = new();
    private static readonly List<WeakReference<GpioOutput>> Open = [];
    private static bool _isWatching;

    public static void Add(GpioOutput output)
    {
        lock (Guard)
        {
            Open.RemoveAll(reference => !reference.TryGetTarget(out _));
            Open.Add(new(output));
            if (!_isWatching)
            {
                AppDomain.CurrentDomain.ProcessExit += (_, _) => ReleaseAll();
                AppDomain.CurrentDomain.UnhandledException += (_, _) => ReleaseAll();
                _isWatching = true;
            }
        }
    }

    public static void Remove(GpioOutput output)
    {
        lock (Guard)
        {
            Open.RemoveAll(reference => !reference.TryGetTarget(out GpioOutput? other) || other == output);
        }
    }

    /// <summary>Makes every output safe.</summary>
    public static void ReleaseAll()
    {
        lock (Guard)
        {
            foreach (WeakReference<GpioOutput> reference in Open)
            {
                if (reference.TryGetTarget(out GpioOutput? output))
                {
                    output.Release();
                }
            }

            Open.Clear();
        }
    }
}

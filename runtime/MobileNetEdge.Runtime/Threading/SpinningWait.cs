namespace MobileNetEdge.Runtime.Threading;

/// <summary>Waiting for something that is due in microseconds: burns the core first, offers it to other threads if that takes long.</summary>
internal struct SpinningWait
{
    /// <summary>Some tens of microseconds.</summary>
    private const int SpinsBeforeYield = 1000;

    private int _spins;

    /// <summary>Waits for a moment.</summary>
    public void Once()
    {
        if (++_spins < SpinsBeforeYield)
        {
            Thread.SpinWait(1);
        }
        else
        {
            Thread.Yield();
        }
    }
}

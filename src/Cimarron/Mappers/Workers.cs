namespace Cimarron.Mappers;

/// <summary>Runs independent work on threads of its own.</summary>
internal static class Workers
{
    /// <summary>Runs the work items in order of their position, as many at a time as there are threads. The first exception stops the rest and is rethrown.</summary>
    public static void Run<T>(IReadOnlyList<T> items, int threads, Action<T> work, CancellationToken cancellationToken)
    {
        var next = -1;
        Exception? failure = null;
        void Loop()
        {
            try
            {
                for (var at = Interlocked.Increment(ref next); at < items.Count && !cancellationToken.IsCancellationRequested && Volatile.Read(ref failure) is null; at = Interlocked.Increment(ref next))
                {
                    work(items[at]);
                }
            }
#pragma warning disable CA1031 // Rethrown on the calling thread, whatever it is.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref failure, e, null);
            }
        }

        var workers = Enumerable.Range(0, Math.Clamp(threads, 1, Math.Max(1, items.Count))).Select(i => new Thread(Loop) { IsBackground = true, Name = $"worker {i}" }).ToArray();
        Array.ForEach(workers, w => w.Start());
        Array.ForEach(workers, w => w.Join());
        if (failure is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
    }
}

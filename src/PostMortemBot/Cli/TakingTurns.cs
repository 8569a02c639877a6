using System.Runtime.InteropServices;

namespace PostMortemBot.Cli;

/// <summary>
/// How the threads of this process share a processor. Each request that arrives wakes the thread that reads sockets; by the system's default it interrupts whoever is
/// at work, for one request at a time. As a batch (Linux, <c>sched(7)</c>) it waits until they pause or have had their few milliseconds, and finds several: on one processor a
/// tenth less work for each. A processor that is free is taken at once, as ever.
/// </summary>
internal static class TakingTurns
{
    private const int Usual = 0;
    private const int Batch = 3;

    /// <summary>Call it before other threads are started: they do as the one that starts them. Where the system does not allow it, or knows no such thing, or whoever started the program chose otherwise, all stays as it is.</summary>
    public static void WithoutInterrupting()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            if (Scheduled(0) == Usual) _ = Schedule(0, Batch, 0);
        }
        catch (Exception other) when (other is DllNotFoundException or EntryPointNotFoundException)
        {
            // Another C library than glibc.
        }
    }

    [DllImport("libc.so.6", EntryPoint = "sched_getscheduler")]
    private static extern int Scheduled(int thread);

    /// <param name="thread">0: the one that calls.</param>
    /// <param name="priority">Alone in <c>sched_param</c>; 0 for a batch.</param>
    [DllImport("libc.so.6", EntryPoint = "sched_setscheduler")]
    private static extern int Schedule(int thread, int policy, in int priority);
}

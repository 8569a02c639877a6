using PostMortemBot.Screens;

namespace PostMortemBot.Teams;

/// <summary>
/// The dialogs that people were shown last, in memory: Teams sends back what was typed and not the dialog, and one that could not be saved is shown again as it was filled in. Of one
/// that is not known any more what was typed comes in the personal chat.
/// </summary>
internal sealed class TeamsForms
{
    private const int Most = 500;
    private readonly Dictionary<(string Tenant, string User, string Operation), Form> shown = [];
    private readonly Queue<(string Tenant, string User, string Operation)> order = new();
    private readonly Lock gate = new();

    /// <param name="operation">What this drawing is called.</param>
    public void Keep(TeamsWays ways, string operation, Form form)
    {
        lock (gate)
        {
            var key = (ways.Where.Workspace, ways.User, operation);
            if (shown.TryAdd(key, form)) order.Enqueue(key);
            if (order.Count > Most) shown.Remove(order.Dequeue());
        }
    }

    /// <summary>What this person was shown, and answers now.</summary>
    public Form? Find(TeamsWays ways)
    {
        lock (gate) return shown.GetValueOrDefault((ways.Where.Workspace, ways.User, ways.Operation));
    }

    /// <summary>What they hold was redacted.</summary>
    public void Forget()
    {
        lock (gate)
        {
            shown.Clear();
            order.Clear();
        }
    }
}

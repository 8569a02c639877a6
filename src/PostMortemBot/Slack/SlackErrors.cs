using PostMortemBot.Chat;

namespace PostMortemBot.Slack;

/// <summary>Slack said no for good, with its own word for it.</summary>
internal sealed class SlackRefused(string error, string sentence) : ChatRefused(sentence)
{
    public string Error => error;

    public override bool IsGone => error == "message_not_found";
}

/// <summary>Slack failed, or could not be reached: the same may work later.</summary>
internal sealed class SlackFailed(string sentence, Exception? cause = null) : ChatFailed(sentence, cause);

/// <summary>Slack's words for what went wrong: which of them pass by themselves, and for the others a sentence with the mend.</summary>
internal static class SlackErrors
{
    public static bool Passes(string error) => error is "internal_error" or "fatal_error" or "service_unavailable" or "request_timeout" or "team_added_to_org" or "accesslimited";

    /// <summary>The bot's own token is gone: nothing works until the app is installed anew.</summary>
    public static bool TokenGone(string error) => error is "invalid_auth" or "not_authed" or "account_inactive" or "token_revoked" or "token_expired" or "user_removed_from_team" or "team_disabled";

    /// <summary>The trigger came too late or was used already: the person presses once more.</summary>
    public static bool TriggerGone(string error) => error is "expired_trigger_id" or "trigger_expired" or "exchanged_trigger_id" or "trigger_exchanged" or "invalid_trigger_id" or "invalid_trigger";

    /// <param name="needed">The scope that is missing, when Slack named it.</param>
    public static string Sentence(string method, string error, string needed) => error switch
    {
        "not_in_channel" or "channel_not_found" => "I am not in this channel. To bring me in: /invite @PostMortem",
        "is_archived" => "This channel is archived. Unarchive it, or go on with the incident in another channel.",
        "missing_scope" => $"The app lacks the scope {(needed.Length > 0 ? needed : "for " + method)}. An admin adds it under OAuth & Permissions and reinstalls the app.",
        "restricted_action" or "restricted_action_read_only_channel" or "restricted_action_thread_only_channel" or "restricted_action_thread_locked" or "restricted_action_non_threadable_channel" =>
            "Only some people may post in this channel. An admin lets the app post, or the incident moves to another channel.",
        "user_not_found" or "users_not_found" or "user_disabled" or "user_not_visible" or "cannot_dm_bot" or "user_not_in_channel" => "Their account takes no messages from me. Choose somebody else.",
        "message_not_found" or "cant_update_message" or "edit_window_closed" or "thread_not_found" => "That message is gone.",
        _ when TokenGone(error) => "Slack takes my token no more. An admin reinstalls the app and sets Slack__BotToken.",
        _ => $"Slack refused this ({method}: {error}).",
    };
}

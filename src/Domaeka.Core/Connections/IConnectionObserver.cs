namespace Domaeka.Core.Connections;

/// <summary>
/// Told of phones that come and go, in the order in which it happened, one call at a time for all phones. Register with
/// <c>TryAddEnumerable</c>. Called on the thread of some connection, under no lock: it may use the registry and the connections, but must not
/// block, since that keeps the news of every phone waiting.
/// </summary>
public interface IConnectionObserver
{
    /// <summary>The connection became its device's live one. The one that was live before it is not reported as gone.</summary>
    void OnLive(IPhoneConnection connection);

    /// <summary>The device has no live connection any more; this was the last.</summary>
    void OnGone(IPhoneConnection connection);
}

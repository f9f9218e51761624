namespace Domaeka.Core.Connections;

/// <summary>
/// Told of phones that come and go. Register with <c>TryAddEnumerable</c>. Called on the connection's own thread, in order for each
/// device; must not block.
/// </summary>
public interface IConnectionObserver
{
    /// <summary>The connection became its device's live one. The one that was live before it is not reported as gone.</summary>
    void OnLive(IPhoneConnection connection);

    /// <summary>The device has no live connection any more; this was the last.</summary>
    void OnGone(IPhoneConnection connection);
}

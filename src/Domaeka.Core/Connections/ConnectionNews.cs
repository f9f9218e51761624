using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Domaeka.Core.Connections;

/// <summary>Tells the <see cref="IConnectionObserver"/>s of phones that come and go, in the order in which it happened.</summary>
/// <remarks>
/// The registry adds what happened under its own lock, which makes the order; it is told outside any lock, since an observer may close a
/// connection or ask the registry. Who adds something and finds nobody telling tells everything that is there, so there is one teller at a
/// time and no call can overtake another. The observers are looked up with the first news: most of them need the registry themselves.
/// </remarks>
internal sealed class ConnectionNews(IServiceProvider services, ILogger logger)
{
    private readonly Lock _gate = new();
    private readonly Queue<(IPhoneConnection Connection, bool IsLive)> _untold = new();
    private IConnectionObserver[]? _observers;
    private bool _isTelling;

    /// <summary>Notes what happened; the caller holds the lock that orders it, and calls <see cref="Tell"/> when it has let go.</summary>
    public void Add(IPhoneConnection connection, bool isLive)
    {
        lock (_gate)
            _untold.Enqueue((connection, isLive));
    }

    /// <summary>Tells what is not told, unless somebody is about it; that one then tells this too.</summary>
    public void Tell()
    {
        lock (_gate)
        {
            if (_isTelling)
                return;
            _isTelling = true;
        }

        while (Next() is var (connection, isLive))
        {
            foreach (var observer in Observers())
                Notify(observer, connection, isLive);
        }
    }

    private (IPhoneConnection Connection, bool IsLive)? Next()
    {
        lock (_gate)
        {
            if (_untold.TryDequeue(out var news))
                return news;
            _isTelling = false;
            return null;
        }
    }

    private IConnectionObserver[] Observers()
    {
        try
        {
            return _observers ??= [.. services.GetServices<IConnectionObserver>()];
        }
        catch (Exception exception)
        {
            // Such as a provider that is gone because the program stops.
            Log.ConnectionObserverFailed(logger, exception, nameof(IConnectionObserver));
            return [];
        }
    }

    private void Notify(IConnectionObserver observer, IPhoneConnection connection, bool isLive)
    {
        try
        {
            if (isLive)
                observer.OnLive(connection);
            else
                observer.OnGone(connection);
        }
        catch (Exception exception)
        {
            Log.ConnectionObserverFailed(logger, exception, observer.GetType().Name);
        }
    }
}

using Domaeka.TestKit;
using MySqlConnector.Pooling;
using MySqlConnector.Protocol;
using MySqlConnector.Settings;

namespace MySqlConnector.Compat.Tests.Internals;

public sealed class ReaperTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Reap_IdleTooLong_ClosesDownToTheMinimum()
    {
        await using var server = new FakeServer(LetInAsync);
        var pool = CreatePool(server, builder =>
        {
            builder.ConnectionIdleTimeout = 100;
            builder.MinimumPoolSize = 1;
            builder.ConnectionReset = false;
        });
        var rented = new[] { await RentAsync(pool), await RentAsync(pool), await RentAsync(pool) };
        await pool.ReturnAsync(rented[0], IOBehavior.Asynchronous);
        await pool.ReturnAsync(rented[1], IOBehavior.Asynchronous);
        _time.Advance(TimeSpan.FromSeconds(99));
        await pool.ReapAsync();
        Assert.Equal(2, pool.IdleCount);

        _time.Advance(TimeSpan.FromSeconds(1));
        await pool.ReapAsync();
        Assert.Equal(0, pool.IdleCount);

        await pool.ReturnAsync(rented[2], IOBehavior.Asynchronous);
        _time.Advance(TimeSpan.FromSeconds(1000));
        await pool.ReapAsync();
        Assert.Equal(1, pool.IdleCount);
        await pool.CloseAsync(IOBehavior.Asynchronous);
    }

    [Fact]
    public async Task Return_OlderThanLifeTime_Closes()
    {
        await using var server = new FakeServer(LetInAsync);
        var pool = CreatePool(server, builder => builder.ConnectionLifeTime = 60);
        var young = await RentAsync(pool);
        await pool.ReturnAsync(young, IOBehavior.Asynchronous);
        Assert.Equal(1, pool.IdleCount);
        Assert.Same(young, await RentAsync(pool));

        _time.Advance(TimeSpan.FromSeconds(60));
        await pool.ReturnAsync(young, IOBehavior.Asynchronous);

        Assert.Equal(0, pool.IdleCount);
        Assert.True(young.Session.IsFailed);
        await pool.CloseAsync(IOBehavior.Asynchronous);
    }

    [Fact]
    public async Task Rent_First_FillsToTheMinimumInTheBackground()
    {
        await using var server = new FakeServer(LetInAsync);
        var pool = CreatePool(server, builder => builder.MinimumPoolSize = 4);
        var first = await RentAsync(pool);

        _time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(() => pool.IdleCount == 3);

        Assert.Equal(1, pool.RentedCount);
        await pool.ReturnAsync(first, IOBehavior.Asynchronous);
        await pool.CloseAsync(IOBehavior.Asynchronous);
    }

    [Fact]
    public async Task Rent_AfterClose_IsRefused()
    {
        await using var server = new FakeServer(LetInAsync);
        var pool = CreatePool(server, _ => { });
        var rented = await RentAsync(pool);
        await pool.CloseAsync(IOBehavior.Asynchronous);

        await Assert.ThrowsAsync<ObjectDisposedException>(() => RentAsync(pool));
        await pool.ReturnAsync(rented, IOBehavior.Asynchronous);
        Assert.Equal(0, pool.IdleCount);
    }

    private static async Task LetInAsync(FakePeer peer)
    {
        await peer.LetInAsync();
        await peer.OkToEndAsync();
    }

    private static async Task<PooledSession> RentAsync(ConnectionPool pool)
    {
        using var deadline = new Deadline(TestTimeouts.Default, CancellationToken.None);
        return await pool.RentAsync(null, IOBehavior.Asynchronous, deadline);
    }

    private ConnectionPool CreatePool(FakeServer server, Action<MySqlConnectionStringBuilder> change)
    {
        var connectionString = server.ConnectionString(builder =>
        {
            builder.Pooling = true;
            change(builder);
        });
        return new ConnectionPool(new ConnectionSettings(new MySqlConnectionStringBuilder(connectionString)), _time);
    }
}

using System.Data;
using Domaeka.TestKit;

namespace MySqlConnector.Compat.Tests.Internals;

/// <summary>Servers that err, lie or break: each ends in an exception that says so, soon, and without growth.</summary>
public sealed class HostileServerTests
{
    // Table "", column "a": BIGINT, or VARCHAR.
    private static readonly byte[] Column = [3, .. "def"u8, 0, 0, 0, 1, (byte)'a', 0, 12, 63, 0, 20, 0, 0, 0, 8, 0, 0, 0, 0, 0];

    private static readonly byte[] End = [0xFE, 0, 0, 2, 0, 0, 0];

    public static TheoryData<string, byte[]> BadGreetings => new()
    {
        { "nothing", [] },
        { "half a header", [1, 0] },
        { "half a payload", [100, 0, 0, 0, 10, 53] },
        { "an HTTP server", [.. "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"u8] },
        { "an SSH server", [.. "SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n"u8] },
        { "a huge length", [0xFF, 0xFF, 0xFF, 0, 10] },
        { "another protocol", [4, 0, 0, 0, 9, 1, 2, 3] },
        { "a greeting cut off", [20, 0, 0, 0, .. FakePeer.Greeting()[..20]] },
        { "a wrong sequence", [4, 0, 0, 9, 10, 1, 2, 3] },
    };

    public static TheoryData<string, byte[][]> BadAnswers => new()
    {
        { "nothing", [] },
        { "an empty packet", [[]] },
        { "an OK cut off", [[0, 0]] },
        { "an OK with more", [[0, 0, 0, 2, 0, 0, 0, 1, 65, 66]] },
        { "no columns", [[0xFC, 0, 0]] },
        { "too many columns", [[0xFD, 0xFF, 0xFF, 0xFF]] },
        { "a file of ours", [[0xFB, .. "/etc/passwd"u8]] },
        { "a column cut off", [[1], Column[..^3]] },
        { "a column of no type", [[1], [.. Column[..^6], 0x77, .. Column[^5..]]] },
        { "a row cut off", [[1], Column, [2]] },
        { "a row with more", [[1], Column, [1, 49, 49]] },
        { "a value longer than the row", [[1], Column, [0xFE, 255, 255, 255, 255, 255, 255, 255, 127]] },
        { "a value of no length", [[1], Column, [0xFF, 1]] },
        { "rows without end", [[1], Column, [1, 49]] },
    };

    [Theory]
    [MemberData(nameof(BadGreetings))]
    public async Task OpenAsync_BadGreeting_Throws(string what, byte[] bytes)
    {
        await using var server = new FakeServer(async peer => await peer.SendRawAsync(bytes));
        foreach (var synchronous in new[] { false, true })
        {
            await using var connection = new MySqlConnection(server.ConnectionString());

            var exception = synchronous
                ? Assert.Throws<MySqlException>(connection.Open)
                : await Assert.ThrowsAsync<MySqlException>(() => connection.OpenAsync().DefaultTimeout());

            Assert.True(exception.ErrorCode == MySqlErrorCode.UnableToConnectToHost, what);
            Assert.Equal(ConnectionState.Closed, connection.State);
        }
    }

    [Fact]
    public async Task OpenAsync_Silence_TimesOut()
    {
        await using var server = new FakeServer(peer => peer.UntilClosedAsync());
        await using var connection = new MySqlConnection(server.ConnectionString(builder => builder.ConnectionTimeout = 1));

        var exception = await Assert.ThrowsAsync<MySqlException>(() => connection.OpenAsync().DefaultTimeout());

        Assert.Equal(MySqlErrorCode.UnableToConnectToHost, exception.ErrorCode);
        Assert.Throws<MySqlException>(connection.Open);
    }

    [Fact]
    public async Task OpenAsync_SilenceAndToken_IsCancelled()
    {
        await using var server = new FakeServer(peer => peer.UntilClosedAsync());
        await using var connection = new MySqlConnection(server.ConnectionString());
        using var source = new CancellationTokenSource();

        var opening = connection.OpenAsync(source.Token);
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening.DefaultTimeout());
    }

    [Fact]
    public async Task OpenAsync_NobodyListens_IsUnableToConnect()
    {
        var server = new FakeServer(_ => Task.CompletedTask);
        var connectionString = server.ConnectionString();
        await server.DisposeAsync();
        await using var connection = new MySqlConnection(connectionString);

        var exception = await Assert.ThrowsAsync<MySqlException>(() => connection.OpenAsync().DefaultTimeout());

        Assert.Equal(MySqlErrorCode.UnableToConnectToHost, exception.ErrorCode);
        Assert.True(exception.IsTransient);
    }

    [Fact]
    public async Task OpenAsync_TooManyConnections_TellsTheServersError()
    {
        await using var server = new FakeServer(peer => peer.SendAsync([0xFF, 0x10, 0x04, .. "Too many connections"u8]));
        await using var connection = new MySqlConnection(server.ConnectionString());

        var exception = await Assert.ThrowsAsync<MySqlException>(() => connection.OpenAsync().DefaultTimeout());

        Assert.Equal(MySqlErrorCode.ConnectionCountError, exception.ErrorCode);
    }

    [Fact]
    public async Task OpenAsync_LogInWithoutEnd_Throws()
    {
        await using var server = new FakeServer(async peer =>
        {
            await peer.SendAsync(FakePeer.Greeting());
            await peer.ReceiveAsync();
            while (true)
            {
                await peer.SendAsync([0xFE, .. "mysql_native_password\0"u8, .. FakePeer.Nonce, 0]);
                await peer.ReceiveAsync();
            }
        });
        await using var connection = new MySqlConnection(server.ConnectionString());

        await Assert.ThrowsAsync<MySqlException>(() => connection.OpenAsync().DefaultTimeout());
    }

    [Fact]
    public async Task OpenAsync_UnknownPlugin_NamesIt()
    {
        await using var server = new FakeServer(async peer =>
        {
            await peer.SendAsync(FakePeer.Greeting());
            await peer.ReceiveAsync();
            await peer.SendAsync([0xFE, .. "auth_gssapi_client\0"u8, 1, 2, 3]);
            await peer.UntilClosedAsync();
        });
        await using var connection = new MySqlConnection(server.ConnectionString());

        var exception = await Assert.ThrowsAsync<MySqlException>(() => connection.OpenAsync().DefaultTimeout());

        Assert.Contains("auth_gssapi_client", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_ClearPasswordAsked_IsNotGiven()
    {
        byte[]? answer = null;
        await using (var server = new FakeServer(async peer =>
        {
            await peer.SendAsync(FakePeer.Greeting());
            await peer.ReceiveAsync();
            await peer.SendAsync([0xFE, .. "mysql_clear_password\0"u8]);
            answer = await peer.ReceiveAsync();
        }))
        {
            await using var connection = new MySqlConnection(server.ConnectionString());
            await Assert.ThrowsAsync<MySqlException>(() => connection.OpenAsync().DefaultTimeout());
        }

        Assert.Null(answer);
    }

    [Theory]
    [MemberData(nameof(BadAnswers))]
    public async Task Execute_BadAnswer_ThrowsAndClosesTheConnection(string what, byte[][] payloads)
    {
        await using var server = new FakeServer(async peer =>
        {
            await peer.LetInAsync();
            if (await peer.OkUntilAsync("SELECT") is null)
                return;
            foreach (var payload in payloads)
                await peer.SendAsync(payload);
        });
        foreach (var pooled in new[] { false, true })
        {
            await using var connection = new MySqlConnection(server.ConnectionString(builder =>
            {
                builder.Pooling = pooled;
                builder.ApplicationName = what;
            }));
            await connection.OpenAsync().DefaultTimeout();
            await using var command = new MySqlCommand("SELECT 1", connection);

            var exception = await Assert.ThrowsAnyAsync<Exception>(async () =>
            {
                await using var reader = await command.ExecuteReaderAsync();
                while (await reader.ReadAsync())
                {
                    Assert.Equal(1, reader.GetInt64(0));
                }
            }).DefaultTimeout();

            Assert.True(exception is MySqlException or MySqlProtocolException, $"{what}: {exception}");
            Assert.Equal(ConnectionState.Closed, connection.State);
            MySqlConnection.ClearPool(connection);
        }
    }

    [Fact]
    public async Task Execute_GoodAnswer_ReadsIt()
    {
        await using var server = new FakeServer(async peer =>
        {
            await peer.LetInAsync();
            await peer.OkUntilAsync("SELECT");
            foreach (var payload in new byte[][] { [1], Column, [1, 49], [0xFB], End })
                await peer.SendAsync(payload);
            await peer.OkToEndAsync();
        });
        await using var connection = new MySqlConnection(server.ConnectionString());
        await connection.OpenAsync().DefaultTimeout();
        await using var command = new MySqlCommand("SELECT 1", connection);
        await using var reader = await command.ExecuteReaderAsync();

        Assert.True(await reader.ReadAsync());
        Assert.Equal(1, reader.GetInt64(0));
        Assert.True(await reader.ReadAsync());
        Assert.True(reader.IsDBNull(0));
        Assert.False(await reader.ReadAsync());
    }

    [Fact]
    public async Task Execute_ServerWithoutDeprecateEof_ReadsEofs()
    {
        await using var server = new FakeServer(async peer =>
        {
            await peer.SendAsync(FakePeer.Greeting(capabilities: FakePeer.Capabilities & ~(1u << 24)));
            await peer.ReceiveAsync();
            await peer.SendAsync(FakePeer.Ok);
            await peer.OkUntilAsync("SELECT");
            byte[] eof = [0xFE, 0, 0, 2, 0];
            foreach (var payload in new byte[][] { [1], Column, eof, [1, 49], eof })
                await peer.SendAsync(payload);
            await peer.OkToEndAsync();
        });
        await using var connection = new MySqlConnection(server.ConnectionString());
        await connection.OpenAsync().DefaultTimeout();
        await using var command = new MySqlCommand("SELECT 1", connection);

        Assert.Equal(1L, await command.ExecuteScalarAsync().DefaultTimeout());
    }

    [Fact]
    public async Task Execute_PacketTooLarge_TellsTheServersError()
    {
        await using var server = new FakeServer(async peer =>
        {
            await peer.LetInAsync();
            await peer.OkUntilAsync("SET NAMES");
            await peer.SendAsync(FakePeer.Ok);
            // The server refuses after the header and closes without reading the rest.
            peer.Sequence(1);
            await peer.SendAsync(FakePeer.Error(1153, "Got a packet bigger than 'max_allowed_packet' bytes"));
        });
        await using var connection = new MySqlConnection(server.ConnectionString());
        await connection.OpenAsync().DefaultTimeout();
        await using var command = new MySqlCommand("SELECT @v", connection) { Parameters = { new MySqlParameter("v", new byte[30_000_000]) } };

        var exception = await Assert.ThrowsAsync<MySqlException>(() => command.ExecuteScalarAsync().DefaultTimeout());

        Assert.Equal(MySqlErrorCode.PacketTooLarge, exception.ErrorCode);
        Assert.Contains("max_allowed_packet", exception.Message, StringComparison.Ordinal);
        Assert.Equal(ConnectionState.Closed, connection.State);
    }

    [Theory]
    [InlineData(1053, "Server shutdown in progress")]
    [InlineData(1927, "Connection was killed")]
    [InlineData(4031, "The client was disconnected by the server because of inactivity.")]
    public async Task Execute_ServerSaidFarewell_TellsItsError(ushort code, string message)
    {
        await using var server = new FakeServer(async peer =>
        {
            await peer.LetInAsync();
            if (await peer.OkUntilAsync("SELECT") is null)
                return;
            peer.Sequence(0);
            await peer.SendAsync(FakePeer.Error(code, message));
        });
        await using var connection = new MySqlConnection(server.ConnectionString());
        await connection.OpenAsync().DefaultTimeout();
        await using var command = new MySqlCommand("SELECT 1", connection);

        var exception = await Assert.ThrowsAsync<MySqlException>(() => command.ExecuteScalarAsync().DefaultTimeout());

        Assert.Equal((code, message), (exception.Number, exception.Message));
        Assert.Equal(ConnectionState.Closed, connection.State);
    }

    [Fact]
    public async Task Execute_ServerIgnoresKill_ConnectionIsCutAfterCancellationTimeout()
    {
        await using var server = new FakeServer(async peer =>
        {
            await peer.LetInAsync();
            if (await peer.OkUntilAsync("SELECT") is not null)
                await peer.UntilClosedAsync();
        });
        await using var connection = new MySqlConnection(server.ConnectionString(builder => builder.CancellationTimeout = 1));
        await connection.OpenAsync().DefaultTimeout();
        await using var command = new MySqlCommand("SELECT 1", connection) { CommandTimeout = 1 };

        var exception = await Assert.ThrowsAsync<MySqlException>(() => command.ExecuteScalarAsync().DefaultTimeout());

        Assert.Equal(MySqlErrorCode.CommandTimeoutExpired, exception.ErrorCode);
        Assert.Equal(ConnectionState.Closed, connection.State);
    }

    [Fact]
    public async Task Execute_CancellationTimeoutMinusOne_CutsAtOnce()
    {
        var connections = 0;
        await using var server = new FakeServer(async peer =>
        {
            Interlocked.Increment(ref connections);
            await peer.LetInAsync();
            if (await peer.OkUntilAsync("SELECT") is not null)
                await peer.UntilClosedAsync();
        });
        await using var connection = new MySqlConnection(server.ConnectionString(builder => builder.CancellationTimeout = -1));
        await connection.OpenAsync().DefaultTimeout();
        using var source = new CancellationTokenSource();
        await using var command = new MySqlCommand("SELECT 1", connection);

        var running = command.ExecuteScalarAsync(source.Token);
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.DefaultTimeout());
        Assert.Equal(ConnectionState.Closed, connection.State);
        Assert.Equal(1, connections);
    }
}

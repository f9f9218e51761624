using Domaeka.V1;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;

namespace Domaeka.Bench;

/// <summary>The shop's back end, which pushes notices over gRPC.</summary>
internal sealed class NoticeShop : IDisposable
{
    private readonly GrpcChannel _channel;
    private readonly MessageService.MessageServiceClient _messages;
    private readonly BenchDatabase _database;

    public NoticeShop(ServerProcess server)
    {
        var key = $"Bearer {server.AdminKey}";
        _channel = GrpcChannel.ForAddress($"http://127.0.0.1:{server.ApiPort}");
        _messages = new MessageService.MessageServiceClient(_channel.Intercept(metadata =>
        {
            metadata.Add("authorization", key);
            return metadata;
        }));
        _database = server.Database!;
    }

    /// <summary>Pushes one; throws when it is not accepted.</summary>
    public async Task SendAsync(int number, int phone) => await _messages.SendMessageAsync(RequestOf(number, phone));

    /// <summary>Pushes several in one call; throws when one is not accepted.</summary>
    public async Task SendAsync(IEnumerable<(int Number, int Phone)> notices)
    {
        var request = new BatchSendMessagesRequest();
        request.Requests.AddRange(notices.Select(notice => RequestOf(notice.Number, notice.Phone)));
        var answer = await _messages.BatchSendMessagesAsync(request);
        if (answer.Results.FirstOrDefault(result => result.Error is not null) is { Error: var error })
            throw new InvalidOperationException(error.Message);
    }

    /// <summary>How many messages have been confirmed, as the database says.</summary>
    public int CountConfirmed() => CountStates().Where(row => row.Key == "confirmed").Sum(row => row.Value);

    /// <summary>What became of them, for a run that does not come to its end.</summary>
    public string DescribeStates() => string.Join(", ", CountStates().Select(row => $"{row.Value} {row.Key}"));

    public void Dispose() => _channel.Dispose();

    private static SendMessageRequest RequestOf(int number, int phone)
    {
        var room = PhoneScript.RoomOf(phone);
        return new SendMessageRequest
        {
            Room = $"bots/{room.BotName}/rooms/{room.ChannelId}",
            Text = NoticeArrivals.TextOf(number),
            RequestId = $"bench-{number}",
        };
    }

    private List<KeyValuePair<string, int>> CountStates()
    {
        using var connection = _database.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT state, coalesce(reason, ''), count(*) FROM dk_outbox GROUP BY state, reason";
        using var reader = command.ExecuteReader();
        var states = new List<KeyValuePair<string, int>>();
        while (reader.Read())
            states.Add(KeyValuePair.Create($"{reader.GetString(0)} {reader.GetString(1)}".TrimEnd(), reader.GetInt32(2)));
        return states;
    }
}

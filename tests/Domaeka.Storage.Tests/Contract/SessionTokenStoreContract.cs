using Domaeka.Core.Approval;
using Domaeka.Core.Devices;
using Domaeka.Core.Sessions;
using Domaeka.Core.Storage;
using Domaeka.TestKit;

namespace Domaeka.Storage.Tests.Contract;

/// <summary>What every <see cref="ISessionTokenStore"/> must do.</summary>
public abstract class SessionTokenStoreContract(IStorageFixture fixture) : StorageContract(fixture)
{
    private static readonly DeviceKey Phone = new("공구봇", "phone");
    private static readonly DeviceKey Other = new("공구봇", "Phone");

    private ISessionTokenStore Store => Get<ISessionTokenStore>();

    private IDeviceStore Devices => Get<IDeviceStore>();

    [Fact]
    public async Task ChangeAsync_StoredTokens_ComeBackAfterRestartForTheirDeviceAlone()
    {
        await AddAsync(Phone, Other);
        StoredSessionToken[] tokens =
        [
            Token(1, SessionTokenState.Held),
            Token(2, SessionTokenState.Offered) with { ExpiresAt = Samples.Now.AddMinutes(61.5) },
            Token(3, SessionTokenState.Replaced),
        ];
        await PutAsync(Phone, tokens);
        await PutAsync(Other, Token(4, SessionTokenState.Held));
        await Fixture.RestartAsync();

        var sheet = await ReadAsync(Phone);
        Assert.Equal((ApprovalStatus.Approved, "uuid"), (sheet.Status, sheet.DeviceUuid));
        Assert.Equal(tokens, sheet.Tokens.OrderBy(token => token.Hash));
        Assert.Equal(Token(4, SessionTokenState.Held), Assert.Single((await ReadAsync(Other)).Tokens));
    }

    [Fact]
    public async Task ChangeAsync_SomeStaySomeChangeSomeGo_ExactlyThoseAreThere()
    {
        await AddAsync(Phone);
        await PutAsync(Phone, Token(1, SessionTokenState.Held), Token(2, SessionTokenState.Offered), Token(3, SessionTokenState.Replaced));

        StoredSessionToken[] after = [Token(1, SessionTokenState.Replaced), Token(2, SessionTokenState.Held), Token(4, SessionTokenState.Offered)];
        await PutAsync(Phone, after);

        Assert.Equal(after, (await ReadAsync(Phone)).Tokens.OrderBy(token => token.Hash));
    }

    [Fact]
    public async Task ChangeAsync_UnknownDevice_SaysSoAndAsksNobody()
    {
        await AddAsync(Phone);
        var wasAsked = false;

        var isThere = await Store.ChangeAsync(
            Other,
            _ =>
            {
                wasAsked = true;
                return [Token(1, SessionTokenState.Held)];
            },
            default).DefaultTimeout();

        Assert.False(isThere);
        Assert.False(wasAsked);
        Assert.Equal("0", await CountAsync());
    }

    [Fact]
    public async Task ChangeAsync_ManyAtOnce_EachSeesWhatTheOneBeforeHasStored()
    {
        const int Times = 24;
        await AddAsync(Phone);

        var seen = await Task.WhenAll(Enumerable.Range(0, Times).Select(async number =>
        {
            var before = -1;
            await Store.ChangeAsync(
                Phone,
                sheet =>
                {
                    before = sheet.Tokens.Count;
                    return [.. sheet.Tokens, Token(number, SessionTokenState.Replaced)];
                },
                default).DefaultTimeout();
            return before;
        }));

        Assert.Equal(Enumerable.Range(0, Times), seen.Order());
        Assert.Equal(Times, (await ReadAsync(Phone)).Tokens.Count);
    }

    [Fact]
    public async Task ChangeAsync_TableEditedByAnother_SeesTheStatusThatIsThereNow()
    {
        await AddAsync(Phone);
        await Fixture.ExecuteAsync("UPDATE kb_bot_devices SET status = 'blocked', device_uuid = NULL WHERE device_id = 'phone'");

        var sheet = await ReadAsync(Phone);

        Assert.Equal((ApprovalStatus.Blocked, null), (sheet.Status, sheet.DeviceUuid));
    }

    [Fact]
    public async Task ReadRow_StateOfANewerProgram_CountsAsReplaced()
    {
        await AddAsync(Phone);
        await PutAsync(Phone, Token(1, SessionTokenState.Held));
        await Fixture.ExecuteAsync("UPDATE dk_session_tokens SET state = 'newer'");

        Assert.Equal(SessionTokenState.Replaced, Assert.Single((await ReadAsync(Phone)).Tokens).State);
    }

    [Theory]
    [InlineData(ApprovalStatus.Pending)]
    [InlineData(ApprovalStatus.Denied)]
    [InlineData(ApprovalStatus.Revoked)]
    [InlineData(ApprovalStatus.Blocked)]
    public async Task UpdateAsync_DeviceShutOut_LosesItsTokensInTheSameTransaction(ApprovalStatus status)
    {
        await AddAsync(Phone, Other);
        await PutAsync(Phone, Token(1, SessionTokenState.Held), Token(2, SessionTokenState.Offered));
        await PutAsync(Other, Token(3, SessionTokenState.Held));

        await Devices.UpdateAsync(Phone, new DeviceUpdate { Status = status }, Samples.Now, default).DefaultTimeout();

        Assert.Empty((await ReadAsync(Phone)).Tokens);
        Assert.Single((await ReadAsync(Other)).Tokens);
    }

    [Fact]
    public async Task UpdateAsync_WhatDoesNotMatter_LeavesTheTokens()
    {
        await AddAsync(Phone);
        await PutAsync(Phone, Token(1, SessionTokenState.Held));

        await Devices.UpdateAsync(Phone, new DeviceUpdate { IpAddress = "192.0.2.1", Description = "새 폰" }, Samples.Now, default).DefaultTimeout();
        await Devices.UpdateAsync(Phone, new DeviceUpdate { Status = ApprovalStatus.Approved }, Samples.Now, default).DefaultTimeout();
        Assert.Single((await ReadAsync(Phone)).Tokens);

        await Devices.UpdateAsync(Phone, new DeviceUpdate { DeviceUuid = "another" }, Samples.Now, default).DefaultTimeout();
        Assert.Empty((await ReadAsync(Phone)).Tokens);
    }

    [Fact]
    public async Task EndAsync_Device_DeletesItsTokensAlone()
    {
        await AddAsync(Phone, Other);
        await PutAsync(Phone, Token(1, SessionTokenState.Held), Token(2, SessionTokenState.Offered));
        await PutAsync(Other, Token(3, SessionTokenState.Held));

        Assert.Equal(2, await Store.EndAsync(Phone, default).DefaultTimeout());
        Assert.Equal(0, await Store.EndAsync(Phone, default).DefaultTimeout());
        Assert.Equal("1", await CountAsync());
    }

    [Fact]
    public async Task PurgeAsync_SomeHaveEnded_DeletesThoseUpToTheLimit()
    {
        await AddAsync(Phone);
        await PutAsync(
            Phone,
            Token(1, SessionTokenState.Replaced) with { ExpiresAt = Samples.Now.AddMinutes(1) },
            Token(2, SessionTokenState.Replaced) with { ExpiresAt = Samples.Now.AddMinutes(2) },
            Token(3, SessionTokenState.Held) with { ExpiresAt = Samples.Now.AddMinutes(9) });

        Assert.Equal(1, await Store.PurgeAsync(Samples.Now.AddMinutes(3), 1, default).DefaultTimeout());
        Assert.Equal(1, await Store.PurgeAsync(Samples.Now.AddMinutes(3), 5, default).DefaultTimeout());
        Assert.Equal(0, await Store.PurgeAsync(Samples.Now.AddMinutes(3), 5, default).DefaultTimeout());
        Assert.Equal(3, Number(Assert.Single((await ReadAsync(Phone)).Tokens)));
    }

    [Fact]
    public async Task ChangeAsync_DatabaseCannotWrite_IsUnavailableAndChangesNothing()
    {
        await AddAsync(Phone);
        await PutAsync(Phone, Token(1, SessionTokenState.Held));
        await using (await Fixture.BlockWritesAsync())
            await Assert.ThrowsAsync<StorageUnavailableException>(() => PutAsync(Phone, Token(2, SessionTokenState.Held)));

        Assert.Equal(1, Number(Assert.Single((await ReadAsync(Phone)).Tokens)));
    }

    private static StoredSessionToken Token(int number, SessionTokenState state) => new()
    {
        Hash = $"{number:x64}",
        DeviceUuid = "uuid",
        State = state,
        IssuedAt = Samples.Now,
        ExpiresAt = Samples.Now.AddHours(1),
    };

    private static int Number(StoredSessionToken token) => Convert.ToInt32(token.Hash, 16);

    private async Task AddAsync(params DeviceKey[] devices)
    {
        foreach (var device in devices)
        {
            await Devices.AddIfMissingAsync(
                new Device { Key = device, Status = ApprovalStatus.Approved, DeviceUuid = "uuid", CreatedAt = Samples.Now }, default).DefaultTimeout();
        }
    }

    private async Task PutAsync(DeviceKey device, params StoredSessionToken[] tokens) =>
        Assert.True(await Store.ChangeAsync(device, _ => tokens, default).DefaultTimeout());

    private async Task<SessionTokenSheet> ReadAsync(DeviceKey device)
    {
        SessionTokenSheet? read = null;
        Assert.True(await Store.ChangeAsync(
            device,
            sheet =>
            {
                read = sheet;
                return sheet.Tokens;
            },
            default).DefaultTimeout());
        return read!;
    }

    private Task<string?> CountAsync() => Fixture.ReadTextAsync("SELECT count(*) FROM dk_session_tokens");
}

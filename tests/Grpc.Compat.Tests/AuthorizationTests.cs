using System.Security.Claims;
using System.Text.Encodings.Web;
using Domaeka.Compat.Test;
using Domaeka.TestKit;
using Grpc.Core;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Grpc.Compat.Tests;

public sealed class AuthorizationTests
{
    [Theory]
    [InlineData(null, StatusCode.Unauthenticated)]
    [InlineData("guest", StatusCode.PermissionDenied)]
    [InlineData("admin", StatusCode.OK)]
    public async Task Authorize_OnTheService_IsEnforced(string? role, StatusCode expected)
    {
        await using var server = await TestServer.StartAsync(
            mapTester: false,
            services: services =>
            {
                services.AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, HeaderAuthentication>("test", null);
                services.AddAuthorization();
            },
            app: app =>
            {
                app.UseAuthentication();
                app.UseAuthorization();
                app.MapGrpcService<GuardedTester>();
            });
        using var channel = server.CreateChannel();
        var headers = role is null ? [] : new Metadata { { "role", role } };
        using var call = new Tester.TesterClient(channel).EchoAsync(new TestRequest(), headers);

        await Record.ExceptionAsync(() => call.ResponseAsync.DefaultTimeout());

        Assert.Equal(expected, call.GetStatus().StatusCode);
    }

    [Authorize(Roles = "admin")]
    private sealed class GuardedTester : Tester.TesterBase
    {
        public override Task<TestReply> Echo(TestRequest request, ServerCallContext context) => Task.FromResult(new TestReply());
    }

    private sealed class HeaderAuthentication(
        IOptionsMonitor<AuthenticationSchemeOptions> options,
        ILoggerFactory logger,
        UrlEncoder encoder) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            if (!Request.Headers.TryGetValue("role", out var role))
                return Task.FromResult(AuthenticateResult.NoResult());

            var identity = new ClaimsIdentity([new Claim(ClaimTypes.Role, role.ToString())], "test");
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), "test")));
        }
    }
}

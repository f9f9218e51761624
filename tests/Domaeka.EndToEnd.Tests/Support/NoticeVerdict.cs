namespace Domaeka.EndToEnd.Tests.Support;

/// <summary>What a <see cref="NoticeJudge"/> found where nothing was wrong.</summary>
/// <param name="Confirmed">Notices that were confirmed, and never in doubt.</param>
/// <param name="ConfirmedBehindDoubt">Notices that were confirmed by their redelivery.</param>
/// <param name="Uncertain">Notices that ended in doubt.</param>
internal sealed record NoticeVerdict(int Confirmed, int ConfirmedBehindDoubt, int Uncertain);

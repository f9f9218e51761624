using FsCheck;
using FsCheck.Fluent;
using MySqlConnector.Statements;

namespace MySqlConnector.Compat.Tests.Internals;

public sealed class SqlScannerTests
{
    [Theory]
    [InlineData("SELECT @a, ?b, ?", "@a|?b|?")]
    [InlineData("SELECT '@a' , \"?\", `@b`, @c", "@c")]
    [InlineData("'it''s @a' @b", "@b")]
    [InlineData("'it\\'s @a' @b", "@b")]
    [InlineData("`back\\` @b", "@b")]
    [InlineData("# @a ' \n@b", "@b")]
    [InlineData("-- @a ' \n@b", "@b")]
    [InlineData("--@b", "@b")]
    [InlineData("5--@b", "@b")]
    [InlineData("--", "")]
    [InlineData("--\t@a\n@b", "@b")]
    [InlineData("/* @a ' */ @b /* unclosed @c", "@b")]
    [InlineData("/ * @b", "@b")]
    [InlineData("@@global.x @b @@y", "@b")]
    [InlineData("CREATE USER a@'%', 'b'@'host', c@localhost", "@localhost")]
    [InlineData("'b'@localhost, SELECT@b", "@b")]
    [InlineData("SELECT @'quoted name', @`other`", "@'quoted name'|@`other`")]
    [InlineData("@가나_1$.x-@z", "@가나_1$.x|@z")]
    [InlineData("a ; b", ";")]
    [InlineData("'unclosed @a", "")]
    [InlineData("'\\", "")]
    [InlineData("@", "")]
    public void Next_Text_FindsTokens(string sql, string expected) => Assert.Equal(expected, Tokens(sql, noBackslashEscapes: false));

    [Theory]
    [InlineData("'a\\' @b", "@b")]
    [InlineData("'a\\'' @b '", "")]
    public void Next_NoBackslashEscapes_TakesBackslashAsCharacter(string sql, string expected) =>
        Assert.Equal(expected, Tokens(sql, noBackslashEscapes: true));

    [Theory]
    [InlineData("", true)]
    [InlineData(" ;\n -- x\n # y\n /* z */ ;", true)]
    [InlineData("/*! SET x = 1 */", false)]
    [InlineData("/*M! SET x = 1 */", false)]
    [InlineData("-- x", true)]
    [InlineData("--x", false)]
    [InlineData("SELECT", false)]
    public void IsBlank_Text_TellsWhetherAStatementIsThere(string sql, bool expected) => Assert.Equal(expected, SqlText.IsBlank(sql));

    [Fact]
    public void Next_AnyText_EndsAndStaysWithin()
    {
        var pieces = Gen.Elements("'", "\"", "`", "\\", "@", "?", ";", "--", "- ", "#", "/*", "*/", "\n", " ", "a", "가", "1", "SELECT ");
        Prop.ForAll(pieces.ListOf().Resize(40).Select(list => string.Concat(list)).ToArbitrary(), sql =>
        {
            var position = 0;
            var scanner = new SqlScanner(sql, noBackslashEscapes: false);
            while (scanner.Next() is { Kind: not SqlTokenKind.End } token)
            {
                if (token.Start < position || token.Length < 1 || token.Start + token.Length > sql.Length)
                    return false;
                position = token.Start + token.Length;
            }

            return scanner.Next().Kind == SqlTokenKind.End;
        }).QuickCheckThrowOnFailure();
    }

    private static string Tokens(string sql, bool noBackslashEscapes)
    {
        var scanner = new SqlScanner(sql, noBackslashEscapes);
        var found = new List<string>();
        while (scanner.Next() is { Kind: not SqlTokenKind.End } token)
            found.Add(sql.Substring(token.Start, token.Length));
        return string.Join('|', found);
    }
}

using Domaeka.Storage.MariaDb.Migrations;

namespace Domaeka.Storage.Tests.MariaDb.Migrations;

public sealed class TableTextTests
{
    private const string Shown = """
        CREATE TABLE `kb_x` (
          `id` int(11) NOT NULL AUTO_INCREMENT COMMENT 'key, NOT NULL',
          `bot``name` varchar(30) CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci NOT NULL DEFAULT 'it''s, (a) name',
          `status` enum('a','b, c','d''e') DEFAULT NULL,
          `seen` timestamp NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp(),
          `owners` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL COMMENT 'CHECK me' CHECK (json_valid(`owners`)),
          `twice` int(11) GENERATED ALWAYS AS (`id` * 2) STORED,
          PRIMARY KEY (`id`),
          UNIQUE KEY `u` (`bot``name`,`status`) USING BTREE,
          KEY `k` (`owners`(100),`seen` DESC) COMMENT 'x',
          FULLTEXT KEY `f` (`owners`),
          CONSTRAINT `fk` FOREIGN KEY (`id`) REFERENCES `other` (`id`),
          CONSTRAINT `c` CHECK (`id` < 5)
        ) ENGINE=MyISAM AUTO_INCREMENT=43 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci COMMENT='text; with (brackets)'
        """;

    [Fact]
    public void Parse_WhatTheServerShows_IsTakenApart()
    {
        var table = TableText.Parse(Shown);

        Assert.Equal("kb_x", table.Name);
        Assert.Equal(["id", "bot`name", "status", "seen", "owners", "twice"], table.Columns.Select(column => column.Name));
        Assert.Equal(
            ["PRIMARY id", "u! bot`name,status", "k owners,seen"],
            table.Keys.Select(key => $"{key.Name ?? "PRIMARY"}{(key is { IsUnique: true, IsPrimary: false } ? "!" : "")} {string.Join(',', key.Columns)}"));
        Assert.False(table.Keys[2].IsWhole);
        Assert.Equal([("c", "(`id` < 5)")], table.Checks);
        Assert.Contains("ENGINE=MyISAM", table.Options, StringComparison.Ordinal);
        Assert.Equal("id", table.Number!.Name);
        Assert.Equal(["a", "b, c", "d'e"], table.Find("STATUS")!.Values);
        Assert.True(table.Find("twice")!.IsGenerated);
        Assert.Equal("(json_valid(`owners`))", table.Find("owners")!.CheckCondition);
    }

    [Theory]
    [InlineData("id", true, false)]
    [InlineData("bot`name", true, true)]
    [InlineData("status", false, true)]
    [InlineData("seen", true, true)]
    [InlineData("owners", false, true)]
    public void Parse_Column_SaysWhetherItIsRequiredAndHasADefault(string name, bool required, bool hasDefault)
    {
        var column = TableText.Parse(Shown).Find(name)!;

        Assert.Equal((required, hasDefault), (column.IsRequired, column.HasDefault));
    }

    [Theory]
    [InlineData("varchar(30) NOT NULL DEFAULT 'a b' COMMENT 'x'", "varchar(30) NULL DEFAULT 'a b' COMMENT 'x'")]
    [InlineData("timestamp NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp()", "timestamp NULL DEFAULT current_timestamp() ON UPDATE current_timestamp()")]
    public void Optional_RequiredColumn_LosesNothingElse(string definition, string expected) =>
        Assert.Equal(expected, ColumnText.Parse("c", definition).Optional().Definition);

    [Theory]
    [InlineData("varchar(30) DEFAULT NULL COMMENT 'NULL'", "varchar(30) NOT NULL COMMENT 'NULL'")]
    [InlineData("varchar(30) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT 'x'", "varchar(30) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT 'x'")]
    [InlineData("timestamp NULL DEFAULT current_timestamp()", "timestamp NOT NULL DEFAULT current_timestamp()")]
    [InlineData("int(10) unsigned DEFAULT NULL", "int(10) unsigned NOT NULL")]
    public void Required_OptionalColumn_LosesNothingElse(string definition, string expected)
    {
        var column = ColumnText.Parse("c", definition).Required();

        Assert.Equal(expected, column.Definition);
        Assert.True(column.IsRequired);
    }

    [Theory]
    [InlineData("int(11) NOT NULL COMMENT '기본키'", "int(11) NOT NULL AUTO_INCREMENT COMMENT '기본키'")]
    [InlineData("bigint(20) unsigned DEFAULT NULL", "bigint(20) unsigned NOT NULL AUTO_INCREMENT")]
    [InlineData("int(11) NOT NULL DEFAULT 0", "int(11) NOT NULL AUTO_INCREMENT")]
    public void Numbered_PlainNumber_GetsItsNumbersFromTheDatabase(string definition, string expected) =>
        Assert.Equal(expected, ColumnText.Parse("c", definition).Numbered().Definition);

    [Fact]
    public void Collated_OtherCharacterSet_IsReplaced() => Assert.Equal(
        "varchar(30) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'COLLATE x'",
        ColumnText.Parse("c", "varchar(30) CHARACTER SET utf8mb3 COLLATE utf8mb3_bin NOT NULL COMMENT 'COLLATE x'").Collated("utf8mb4", "utf8mb4_bin").Definition);

    [Theory]
    [InlineData("varchar(30)", "VARCHAR(64)", "varchar(64)")]
    [InlineData("varchar(255)", "VARCHAR(64)", "varchar(255)")]
    [InlineData("text", "MEDIUMTEXT", "mediumtext")]
    [InlineData("longtext", "MEDIUMTEXT", "longtext")]
    [InlineData("varchar(50)", "TEXT", "text")]
    [InlineData("int(11)", "BIGINT", "int(11)")]
    [InlineData("date", "VARCHAR(32)", "date")]
    public void TypeFor_ReferenceColumn_HoldsWhatEitherHolds(string actual, string reference, string expected) =>
        Assert.Equal(expected, ColumnText.Parse("c", actual).TypeFor(ColumnText.Parse("c", reference)), ignoreCase: true);

    [Fact]
    public void TypeWith_WordsThatAreMissing_AreAddedBehindThoseThatAreThere() => Assert.Equal(
        "enum('stopped','it''s','starting')",
        ColumnText.Parse("c", "enum('stopped','it''s') NOT NULL").TypeWith(["Stopped", "starting"]));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void ParseScript_OurOwnScripts_HaveAKeyForEveryTable(int number)
    {
        var name = MariaDbMigrations.All[number - 1].Name;
        var tables = TableText.ParseScript(MigrationScript.Read($"mariadb/{number:0000}_{name}.sql"));

        Assert.All(tables, table => Assert.Contains(table.Keys, key => key.IsPrimary));
        Assert.All(tables, table => Assert.True(table.Columns.Count > 1));
    }
}

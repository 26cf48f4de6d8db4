using Greenhouse.EfBackup.Storage.Encryption;

namespace Greenhouse.EfBackup.Tests.Storage.Encryption;

public class AgeStreamTests
{
    private const int Full = 64 << 10;
    private const int SealedBytes = Full + 16;
    private static readonly byte[] _first = Chunk(Full, 1);
    private static readonly byte[] _second = Chunk(Full, 2);
    private static readonly byte[] _rest = Chunk(100, 3);
    private static readonly string _header = Forged.RightHeader();
    private static readonly int _payload = _header.Length + 16;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(Full - 1, 1)]
    [InlineData(Full, 1)]
    [InlineData(Full + 1, 2)]
    [InlineData(2 * Full, 2)]
    [InlineData((3 * Full) + 1000, 4)]
    public void What_is_written_comes_back_and_has_no_more_chunks_than_it_needs(int length, int chunks)
    {
        var content = Chunk(length, 4);

        var file = Encrypt(content, piece: 1000);

        var header = file.AsSpan().IndexOf("\n--- "u8) + "\n--- \n".Length + 43;
        Assert.Equal(header + 16 + length + (16 * chunks), file.Length);
        AssertOpens(content, file);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(Full)]
    [InlineData(1 << 20)]
    public void The_pieces_in_which_it_is_written_and_read_do_not_matter(int piece)
    {
        var content = Chunk((2 * Full) + 77, 5);

        using var stream = AgeReadStream.Open(new MemoryStream(Encrypt(content, piece)), Forged.Passphrase, "test.json.age");
        var (given, buffer) = (new MemoryStream(), new byte[piece]);
        while (stream.Read(buffer) is > 0 and var read)
        {
            given.Write(buffer, 0, read);
        }

        Assert.Equal(content, given.ToArray());
        Assert.Equal(0, stream.Read(buffer));
    }

    [Fact]
    public void No_two_files_have_a_key_a_salt_or_a_nonce_in_common()
    {
        var (one, other) = (Encrypt(_rest, 100), Encrypt(_rest, 100));

        Assert.Equal(one.Length, other.Length);
        // Version and names of fields, and some bytes by chance.
        Assert.InRange(one.Zip(other).Count(pair => pair.First == pair.Second), 0, 60);
    }

    [Fact]
    public void A_file_that_is_given_up_has_no_end()
    {
        using var target = new MemoryStream();
        new AgeWriteStream(target, Forged.Passphrase).Write(Chunk((2 * Full) + 5, 6));

        var (given, code) = Forged.Read(target.ToArray());

        Assert.Equal(("EFB1305", Full), (code, given.Length));
    }

    [Fact]
    public void Before_the_first_chunk_everything_is_needed()
    {
        var file = Forged.File(_header, (_rest, true));

        Assert.All(Enumerable.Range(_header.Length, 16 + 16), length => Assert.Equal("EFB1305", Forged.Read(file[..length]).Code));
    }

    [Fact]
    public void Cut_between_chunks_it_is_incomplete_and_cut_within_one_it_is_damaged()
    {
        var file = Forged.File(_header, (_first, false), (_second, false), (_rest, true));

        AssertRefused("EFB1305", given: 0, file[..(_payload + SealedBytes)]);
        AssertRefused("EFB1305", given: Full, file[..(_payload + (2 * SealedBytes))]);
        AssertRefused("EFB1306", given: 2 * Full, file[..^1]);
        AssertRefused("EFB1306", given: Full, file[..(_payload + (2 * SealedBytes) - 1)]);
        AssertRefused("EFB1305", given: 2 * Full, file[..(_payload + (2 * SealedBytes) + 15)]);
    }

    [Fact]
    public void A_last_chunk_that_does_not_say_that_it_is_that_is_none()
    {
        AssertRefused("EFB1305", given: 0, Forged.File(_header, (_first, false)));
        AssertRefused("EFB1305", given: Full, Forged.File(_header, (_first, false), (_rest, false)));
        AssertRefused("EFB1305", given: 0, Forged.File(_header, ([], false)));
    }

    [Fact]
    public void An_empty_last_chunk_is_for_empty_files_only()
    {
        AssertOpens([], Forged.File(_header, ([], true)));
        AssertRefused("EFB1306", given: Full, Forged.File(_header, (_first, false), ([], true)));
    }

    [Fact]
    public void Nothing_follows_the_last_chunk()
    {
        AssertRefused("EFB1306", given: 0, [.. Forged.File(_header, (_first, true)), 0]);
        AssertRefused("EFB1306", given: 0, [.. Forged.File(_header, (_rest, true)), 0]);
        AssertRefused("EFB1306", given: 0, Forged.File(_header, (_first, true), (_second, true)));
        AssertRefused("EFB1306", given: 0, Forged.File(_header, (_first, true), ([], true)));
        AssertRefused("EFB1306", given: Full, Forged.File(_header, (_first, false), (_second, true), (_rest, true)));
    }

    [Fact]
    public void A_short_chunk_in_the_middle_is_none()
        => AssertRefused("EFB1306", given: 0, Forged.File(_header, (_rest, false), (_first, true)));

    [Fact]
    public void Chunks_that_changed_places_or_are_left_out_are_noticed()
    {
        var file = Forged.File(_header, (_first, false), (_second, false), (_rest, true)).AsSpan();
        var (head, one, two, end) = (file[.._payload].ToArray(), file.Slice(_payload, SealedBytes).ToArray(), file.Slice(_payload + SealedBytes, SealedBytes).ToArray(), file[(_payload + (2 * SealedBytes))..].ToArray());

        AssertOpens([.. _first, .. _second, .. _rest], [.. head, .. one, .. two, .. end]);
        AssertRefused("EFB1306", given: 0, [.. head, .. two, .. one, .. end]);
        AssertRefused("EFB1306", given: Full, [.. head, .. one, .. one, .. end]);
        AssertRefused("EFB1306", given: Full, [.. head, .. one, .. end]);
        AssertRefused("EFB1306", given: 0, [.. head, .. two, .. end]);
        AssertRefused("EFB1306", given: 0, [.. head, .. end]);
    }

    [Fact]
    public void Of_a_chunk_with_one_bit_turned_no_byte_comes_out()
    {
        var file = Forged.File(_header, (_first, false), (_second, false), (_rest, true));
        // Nonce; first, middle and last byte of the first chunk's content; its tag; the same of the others.
        (int At, int Given)[] places =
        [
            (_header.Length, 0), (_payload - 1, 0),
            (_payload, 0), (_payload + 30_000, 0), (_payload + Full - 1, 0), (_payload + Full, 0), (_payload + SealedBytes - 1, 0),
            (_payload + SealedBytes, Full), (_payload + (2 * SealedBytes) - 1, Full),
            (_payload + (2 * SealedBytes), 2 * Full), (file.Length - 1, 2 * Full),
        ];

        Assert.All(places, place =>
        {
            var altered = file.ToArray();
            altered[place.At] ^= 1;
            AssertRefused("EFB1306", place.Given, altered);
        });
    }

    private static void AssertOpens(byte[] content, byte[] file)
    {
        var (given, code) = Forged.Read(file);

        Assert.Null(code);
        Assert.Equal(content, given);
    }

    private static void AssertRefused(string code, int given, byte[] file)
    {
        var (bytes, refused) = Forged.Read(file);

        Assert.Equal((code, given), (refused, bytes.Length));
        Assert.Equal(((byte[])[.. _first, .. _second])[..given], bytes);
    }

    private static byte[] Encrypt(byte[] content, int piece)
    {
        using var target = new MemoryStream();
        using (var stream = new AgeWriteStream(target, Forged.Passphrase))
        {
            for (var start = 0; start < content.Length; start += piece)
            {
                stream.Write(content.AsSpan(start, Math.Min(piece, content.Length - start)));
                stream.Flush();
            }
        }

        return target.ToArray();
    }

    private static byte[] Chunk(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}

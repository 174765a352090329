"""What does a pack tell whoever opens it without this program?

Pure. In: nothing. Out: the text of README.txt, the first member of every pack.
"""

NAME = "README.txt"
#: The file of an article's facts, in a folder of its own.
ARTICLE = "article.json"
#: How every pack's README.txt begins: by it a pack is known, even where its end is missing.
TITLE = "An evidence pack of the program monitor, format 1"

TEXT = f"""\
{TITLE}

This file is an ordinary ZIP archive. It holds news articles as an archive has them: the pages as they were fetched, the
text that was read from them, every version, and what changed.

  README.txt                  this text
  articles/ID/article.json    all that the archive says of an article; times are UTC
  articles/ID/text-N.txt      the text of its version N; 1 is the first that was read
  articles/ID/diff-N-M.txt    what changed from version N to M: [-taken out-] {{+put in+}}
  pages.warc.gz               the pages with their headers, a WARC 1.1 file
  manifest.json               a list of all of these with their SHA-256 sums, and the head of their chain

An article that was read from its feed alone has no page. Bodies of pages are kept decoded; the names of headers that
were true on the wire only begin with X-Archive-Orig-.


With the program

  monitor evidence verify FILE --head HEAD

needs no network and no archive. HEAD are the 64 characters that the exporter got when the pack was made. Ask for them
on another way than the pack came: who can change a pack can make a new list for it, but not one with the same head.


Without the program, in a Unix shell

1. Unpack it into an empty folder, and go there:

  unzip FILE -d pack && cd pack

2. Compare every file with the list. Each line has to end in OK:

  sed -n 's/^{{"name": "\\(.*\\)", "size": .*"sha256": "\\(.*\\)", "chain.*/\\2  \\1/p' manifest.json | sha256sum -c

3. Work out the head. Each link of the chain is the SHA-256 of the link before (64 zeros at first), the file's name, and
its SHA-256, written one after the other; the last link is that of manifest.json without its line "head":

  link=$(printf '%064d' 0)
  {{
    sed -n 's/^{{"name": "\\(.*\\)", "size": .*"sha256": "\\(.*\\)", "chain.*/\\1 \\2/p' manifest.json
    echo manifest.json $(grep -v '^"head"' manifest.json | sha256sum | cut -c 1-64)
  }} | {{
    while read name sum; do link=$(printf '%s%s%s' $link $name $sum | sha256sum | cut -c 1-64); done; echo $link
  }}

It has to be the head that you were told, and the one in the last lines of manifest.json. A file beside those on the
list is not of the pack.

4. Any program for WARC files shows the pages. The WARC-Payload-Digest of each record is the SHA-256 of the page's
bytes, and article.json names it too, with the record's WARC-Record-ID.
"""

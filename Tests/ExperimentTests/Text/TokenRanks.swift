import Experiment
import Foundation

/// Where the ranks of cl100k_base are, if they are here.
enum TokenRanks {
    static let path: String? = {
        let root = #filePath.components(separatedBy: "/Tests/")[0]
        let fetched = root + "/data/" + DataCatalogue.cl100k.files[0].name
        return environment("IGND_TOKEN_RANKS") ?? (readFile(fetched) == nil ? nil : fetched)
    }()
}

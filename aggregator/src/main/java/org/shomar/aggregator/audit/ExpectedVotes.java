package org.shomar.aggregator.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reads the votes that a rehearsal should end with: `{"7":[120,98],"9":[…]}`, by contest, in
/// definition order.
public final class ExpectedVotes {
    private ExpectedVotes() {}

    /// @throws IOException also when the file is something else
    public static Map<Integer, List<Long>> read(Path file) throws IOException {
        Map<String, Object> json = JsonTree.object(Files.readAllBytes(file))
                .orElseThrow(() -> new IOException(file + " is no JSON object"));
        Map<Integer, List<Long>> votes = new TreeMap<>();
        for (Map.Entry<String, Object> contest : json.entrySet()) {
            if (!contest.getKey().matches("[0-9]{1,9}")
                    || !(contest.getValue() instanceof List<?> elements)) {
                throw new IOException(
                        file + " has no contest with its votes at " + contest.getKey());
            }
            List<Long> figures = new ArrayList<>();
            for (Object element : elements) {
                if (!(element instanceof Long figure)) {
                    throw new IOException(file + " has votes that are no whole numbers");
                }
                figures.add(figure);
            }
            votes.put(Integer.parseInt(contest.getKey()), figures);
        }
        return votes;
    }
}

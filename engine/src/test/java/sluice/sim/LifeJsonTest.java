package sluice.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.sim.LifeJson.SavedLife;

class LifeJsonTest {

    @Test
    void whatIsWritten_isReadAgain() {
        long seed = new SplittableRandom().nextLong();
        System.out.println("LifeJsonTest seed " + seed);
        for (int life = 0; life < 500; life++) {
            var made = LifeMaker.make(seed + life);
            var json = LifeJson.write(made);
            assertEquals(made, LifeJson.read(json), json);
        }
    }

    @Test
    void aLifeIsWritten_inLinesThatReadWell() {
        var json = LifeJson.write(LifeMaker.make(1));
        assertTrue(json.contains("\"wish\":\"order\",\"placedBy\":1,\"command\":{\"@\":\"order."), json);
        assertTrue(json.contains("\"quantity\":1"), json);
        assertFalse(json.contains("null"), json);
        assertFalse(json.contains("\"read\":true"), json);
    }

    @Test
    void savedLives_areFoundByName(@TempDir Path folder) throws IOException {
        var life = LifeMaker.make(1);
        Files.writeString(folder.resolve("twice-granted.json"), LifeJson.write(life));
        Files.writeString(folder.resolve("notes.md"), "not a life");
        Files.writeString(folder.resolve("lost-grant.json"), LifeJson.write(LifeMaker.make(2)));
        assertEquals(
                List.of(new SavedLife("lost-grant", LifeMaker.make(2)), new SavedLife("twice-granted", life)),
                LifeJson.saved(folder));
    }

    @Test
    void allSavedLives_areValid() {
        LifeJson.saved().forEach(saved -> LifeMakerTest.assertValid(saved.life()));
    }
}
